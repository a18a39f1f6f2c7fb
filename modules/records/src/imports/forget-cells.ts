import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { ColumnStatistics } from "./file/column-statistics.ts";
import { type ImportError, importTables } from "./import-tables.ts";

/** A row of an uploaded file whose cells are not kept. */
export interface EmptiedRow {
  readonly number: number;
  readonly cells: readonly string[];
}

/** Empties rows of a file, with what the import remembers of their cells. They keep their numbers and what became of them. */
export async function forgetCells(
  trx: WorkspaceTransaction,
  id: string,
  rows: readonly EmptiedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await forgetSamples(trx, id, rows);
  await sql`update import_rows set cells = '{}', changes = null
    where import_id = ${id} and number = any(${rows.map(({ number }) => number)}::integer[])`.execute(
    trx,
  );
}

/** Takes the values of rows out of the samples of their columns. */
export async function forgetSamples(
  trx: WorkspaceTransaction,
  id: string,
  rows: readonly EmptiedRow[],
): Promise<void> {
  const found = await importTables(trx)
    .selectFrom("imports")
    .select("columns")
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const columns = found.columns.map((column, index) =>
    withoutCells(
      column,
      rows.map(({ cells }) => cells[index] ?? ""),
    ),
  );
  await importTables(trx)
    .updateTable("imports")
    .set({ columns: JSON.stringify(columns) })
    .where("id", "=", id)
    .execute();
}

/** Takes the errors of lines out of what an import shows. */
export async function forgetErrors(
  trx: WorkspaceTransaction,
  id: string,
  rows: readonly { readonly line: number }[],
): Promise<void> {
  const found = await importTables(trx)
    .selectFrom("imports")
    .select("errors")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const lines = new Set(rows.map(({ line }) => line));
  const errors = found.errors.filter(({ line }: ImportError) => !lines.has(line));
  await importTables(trx)
    .updateTable("imports")
    .set({ errors: JSON.stringify(errors) })
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
