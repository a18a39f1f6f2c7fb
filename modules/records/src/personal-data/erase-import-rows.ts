import { type ErasedPerson, type Redactor, recordIds } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { ColumnStatistics } from "../imports/file/column-statistics.ts";
import { type ImportError, importTables } from "../imports/import-tables.ts";

const atOnce = 200;

interface Row {
  readonly import_id: string;
  readonly number: number;
  readonly line: number;
  readonly cells: readonly string[];
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
    await sql`update import_rows set cells = '{}', changes = null, issues = null, record_id = null, version = null,
        action = case when action is null then null else 'skip' end
      where import_id = ${id} and number = any(${own.map(({ number }) => number)}::integer[])`.execute(
      trx,
    );
  }
  return rows.length;
}

async function forgetSamples(
  trx: WorkspaceTransaction,
  id: string,
  rows: readonly Row[],
): Promise<void> {
  const found = await importTables(trx)
    .selectFrom("imports")
    .select(["columns", "errors"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const lines = new Set(rows.map(({ line }) => line));
  const columns = found.columns.map((column, index) =>
    withoutCells(
      column,
      rows.map(({ cells }) => cells[index] ?? ""),
    ),
  );
  const errors = found.errors.filter(({ line }: ImportError) => !lines.has(line));
  await importTables(trx)
    .updateTable("imports")
    .set({ columns: JSON.stringify(columns), errors: JSON.stringify(errors) })
    .where("id", "=", id)
    .execute();
}

/** Values that other rows have too are nobody's alone and stay. */
function withoutCells(column: ColumnStatistics, cells: readonly string[]): ColumnStatistics {
  const counts = new Map(Object.entries(column.values ?? {}));
  for (const cell of cells) {
    const left = (counts.get(cell) ?? 1) - 1;
    if (left > 0) counts.set(cell, left);
    else counts.delete(cell);
  }
  const gone = cells.filter((cell) => cell !== "" && !counts.has(cell));
  const samples = column.samples.filter((sample) => !gone.some((cell) => cell.startsWith(sample)));
  return { ...column, samples, ...(column.values && { values: Object.fromEntries(counts) }) };
}
