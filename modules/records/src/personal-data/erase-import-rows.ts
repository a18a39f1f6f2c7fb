import { type ErasedPerson, type Redactor, recordIds } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { type EmptiedRow, forgetErrors, forgetSamples } from "../imports/forget-cells.ts";

const atOnce = 200;

interface Row extends EmptiedRow {
  readonly import_id: string;
  readonly line: number;
}

/**
 * Empties the rows of imported files that a person's records came from, or that name the person, with what the import
 * remembers of them: samples of its columns and errors of their lines. The rows keep their numbers.
 */
export async function eraseImportRows(
  trx: WorkspaceTransaction,
  person: ErasedPerson,
  { pattern }: Redactor,
): Promise<number> {
  const named = pattern === null ? sql`false` : sql`cells::text ~* ${pattern}`;
  const { rows } = await sql<Row>`
    select import_id, number, line, cells from import_rows
    where (record_id = any(${recordIds(person)}::uuid[]) or ${named}) and cells <> '{}'
    order by import_id, number limit ${atOnce} for update`.execute(trx);
  for (const id of new Set(rows.map((row) => row.import_id))) {
    const own = rows.filter((row) => row.import_id === id);
    await forgetSamples(trx, id, own);
    await forgetErrors(trx, id, own);
    await sql`update import_rows set cells = '{}', changes = null, issues = null, record_id = null, version = null,
        action = case when action is null then null else 'skip' end
      where import_id = ${id} and number = any(${own.map(({ number }) => number)}::integer[])`.execute(
      trx,
    );
  }
  return rows.length;
}
