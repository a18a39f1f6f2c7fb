import type { Label, Locale } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { byteOrderMark, csvText } from "../export/csv-cell.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { type FileReader, requireFileReader } from "./file-reader.ts";
import type { RowIssue } from "./import-tables.ts";
import { loadImport, type StoredImport } from "./load-import.ts";

/** Head of the column that says why; importing the file again leaves it out. */
export const reasonHead: Label = { zh: "未导入的原因", en: "Why it was not imported" };

const between = { zh: ["：", "；"], en: [": ", "; "] } as const;
const pageRows = 1_000;

/** `客户.xlsx` → `客户 未导入的行.csv`. */
export function refusedFileName(fileName: string, locale: Locale): string {
  const stem = fileName.replace(/(\.(csv|tsv|txt|xlsx|gz))+$/i, "");
  return `${stem} ${{ zh: "未导入的行", en: "refused rows" }[locale]}.csv`;
}

/** A row that was refused, or taken without a reference that led nowhere: then it has its record. */
interface RefusedRow {
  readonly number: number;
  readonly line: number;
  readonly cells: readonly string[];
  readonly record_id: string | null;
  readonly issues: readonly RowIssue[] | null;
}

/**
 * The rows of an import that were not taken as they stand, as CSV text with their own columns and the reason, to be mended
 * and imported again. Rows that were taken without a reference carry the `ID` of their record, so that nothing is doubled.
 * Throws AppError("not-found" | "forbidden").
 */
export async function* refusedRows(
  workspace: WorkspaceDatabase,
  id: string,
  { locale, reader }: { readonly locale: Locale; readonly reader: FileReader },
): AsyncGenerator<string> {
  const { stored, widest, hasRecords } = await workspace.transaction(
    async (trx) => {
      const found = await loadImport(trx, id, { locale });
      requireFileReader(await readSchema(trx), found, reader);
      return { stored: found, ...(await shapeOf(trx, id)) };
    },
    { readOnly: true },
  );
  const names = stored.columns.map(({ name }) => name);
  const more = Array.from({ length: Math.max(0, widest - names.length) }, () => "");
  const head = [...(hasRecords ? ["ID"] : []), ...names, ...more, reasonHead[locale]];
  let text = `${byteOrderMark}${head.map(csvText).join(",")}\r\n`;
  for (let after = 0; ; ) {
    const rows = await workspace.transaction((trx) => loadRefused(trx, id, after), {
      readOnly: true,
    });
    for (const row of rows) {
      const cells = [...names, ...more].map((_, index) => row.cells[index] ?? "");
      const own = [...(hasRecords ? [row.record_id ?? ""] : []), ...cells];
      text += `${[...own, reasonOf(row, stored, locale)].map(csvText).join(",")}\r\n`;
    }
    yield text;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    text = "";
    after = last.number;
  }
}

const refused = sql`(action = 'error' or issues is not null) and cells <> '{}'`;

async function shapeOf(trx: WorkspaceTransaction, id: string) {
  const found = await sql<{ readonly widest: number | null; readonly records: boolean | null }>`
    select max(cardinality(cells)) as widest, bool_or(record_id is not null) as records
    from import_rows where import_id = ${id} and ${refused}`.execute(trx);
  const [row] = found.rows;
  return { widest: row?.widest ?? 0, hasRecords: row?.records ?? false };
}

async function loadRefused(
  trx: WorkspaceTransaction,
  id: string,
  after: number,
): Promise<readonly RefusedRow[]> {
  const found = await sql<RefusedRow>`
    select number, line, cells, record_id, issues from import_rows
    where import_id = ${id} and number > ${after} and ${refused}
    order by number limit ${pageRows}`.execute(trx);
  return found.rows;
}

/** Imports of earlier versions kept the reasons of their first rows only, by line. */
function reasonOf({ issues, line }: RefusedRow, { errors }: StoredImport, locale: Locale): string {
  const known: readonly RowIssue[] = issues ?? errors.filter((error) => error.line === line);
  const [colon, semicolon] = between[locale];
  return known
    .map(({ column, message }) =>
      column === "" ? message[locale] : `${column}${colon}${message[locale]}`,
    )
    .join(semicolon);
}
