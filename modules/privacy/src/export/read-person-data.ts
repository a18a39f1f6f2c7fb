import type { ErasedPerson, PersonalData, PersonalTable } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { ownRows } from "../erasure/own-rows.ts";
import { personalTables } from "../erasure/personal-tables.ts";

/** A person's rows of one table, as they are stored. */
export interface TableRows {
  readonly table: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Everything that is stored of a person, table by table; tables without anything are left out. */
export async function readPersonData(
  trx: WorkspaceTransaction,
  data: PersonalData,
  person: ErasedPerson,
): Promise<readonly TableRows[]> {
  const found: TableRows[] = [];
  for (const [table, declaration] of await personalTables(trx, data)) {
    const where = exportedRows(declaration, person);
    if (where === undefined) continue;
    const { rows } = await sql<{ row: TableRows["rows"][number] }>`
      select to_jsonb(t) as row from ${sql.table(table)} t where ${where}`.execute(trx);
    if (rows.length > 0) found.push({ table, rows: rows.map(({ row }) => row) });
  }
  return found;
}

const mostCounted = 10_000;

/** How many rows of a person every table has, counted to 10,000. */
export async function countPersonData(
  trx: WorkspaceTransaction,
  data: PersonalData,
  person: ErasedPerson,
): Promise<readonly { readonly table: string; readonly rows: number }[]> {
  const found: { table: string; rows: number }[] = [];
  for (const [table, declaration] of await personalTables(trx, data)) {
    const where = exportedRows(declaration, person);
    if (where === undefined) continue;
    const { rows } = await sql<{ count: number }>`select count(*) as count from (
      select 1 from ${sql.table(table)} t where ${where} limit ${mostCounted}) c`.execute(trx);
    const count = Number(rows[0]?.count ?? 0);
    if (count > 0) found.push({ table, rows: count });
  }
  return found;
}

function exportedRows(
  { own, exported = own }: PersonalTable,
  person: ErasedPerson,
): RawBuilder<SqlBool> | undefined {
  if (exported === undefined) return undefined;
  const where = ownRows(exported, person);
  if (exported.event === undefined) return where;
  const byEvent = sql<SqlBool>`${sql.ref(`t.${exported.event}`)} in (
    select event_id from event_profiles where profile_id = any(${person.profiles}::uuid[]))`;
  return where === undefined ? byEvent : sql<SqlBool>`(${where} or ${byEvent})`;
}
