import { type ErasedPerson, recordIds } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { isPersonObject } from "@causeway/platform-schema";
import { sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import { sortKey } from "../search/pinyin-of.ts";
import { getRecords } from "../store/get-record.ts";
import { recordTable } from "../store/record-table.ts";
import { writeSearchEntries } from "../store/write-entries.ts";
import { sumUpTotals, totalsOf } from "../totals/sum-up-totals.ts";

const atOnce = 500;

/** Empties what refers to a person's records in those of others: a deal stays, without its contact. */
export async function detachRecords(
  trx: WorkspaceTransaction,
  person: ErasedPerson,
): Promise<number> {
  const ids = recordIds(person);
  const { objects } = await readSchema(trx);
  let count = 0;
  for (const { name, fields } of objects) {
    for (const field of fields.filter(({ type }) => type === "reference")) {
      const column = sql.id(field.name);
      const changed = await sql`update ${recordTable(name)} set ${column} = null where id in (
        select id from ${recordTable(name)} where ${column} = any(${ids}::uuid[])
          and id <> all(${ids}::uuid[]) limit ${atOnce})`.execute(trx);
      count += Number(changed.numAffectedRows ?? 0n);
    }
  }
  return count;
}

/** Brings in line what is derived from the texts of records: the order of titles, and search. */
export async function rewriteDerived(
  trx: WorkspaceTransaction,
  table: string,
  ids: readonly string[],
): Promise<void> {
  const { objects } = await readSchema(trx);
  const object = objects.find(({ name }) => `record_${name}` === table);
  if (object === undefined) return;
  const records = await getRecords(trx, { object: object.name, ids });
  const isPerson = isPersonObject(object);
  for (const { id, title } of records) {
    await sql`update ${recordTable(object.name)} set title_key = ${sortKey(title, { isPerson })}
      where id = ${id}`.execute(trx);
  }
  const living = records.filter(({ deletedAt }) => deletedAt === null);
  await writeSearchEntries(trx, object, living);
  // A stage that named the person has no records any more, and goes with its differences.
  for (const name of await totalsOf(trx, object.name)) await sumUpTotals(trx, name);
}
