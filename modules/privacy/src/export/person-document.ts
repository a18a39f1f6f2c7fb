import type { PersonalData } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { FoundPerson } from "../person/find-person.ts";
import { readPersonData, type TableRows } from "./read-person-data.ts";

/** What is stored of a person, for machines: JSON with two blanks before each level. */
export function personDocument(
  { name, identifiers }: Pick<FoundPerson, "name" | "identifiers">,
  tables: readonly TableRows[],
  at: Date,
): string {
  const data = Object.fromEntries(tables.map(({ table, rows }) => [table, rows]));
  return JSON.stringify({ exportedAt: at.toISOString(), name, identifiers, data }, null, 2);
}

/** The same for somebody who was found, read in the caller's transaction. */
export async function exportPerson(
  trx: WorkspaceTransaction,
  data: PersonalData,
  person: FoundPerson,
  at: Date,
): Promise<string> {
  return personDocument(person, await readPersonData(trx, data, person), at);
}
