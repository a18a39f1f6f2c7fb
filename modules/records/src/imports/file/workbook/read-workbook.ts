import type { TableRow } from "../read-table.ts";
import type { RefuseFile } from "../refuse-file.ts";
import { type HeadedTable, withHead } from "../with-head.ts";
import { readMergedCells } from "./merged-cells.ts";
import { type Archive, openArchive } from "./open-archive.ts";
import { readSheet, type SheetContext } from "./read-sheet.ts";
import { readDateStyles } from "./read-styles.ts";
import { readXml } from "./read-xml-parts.ts";

/** A sheet of a workbook as a table. */
export interface WorkbookTable extends HeadedTable {
  readonly sheet: string;
  /** Every sheet that can be seen. */
  readonly sheets: readonly string[];
}

const mostBytes = 100 * 1024 ** 2;
const mostSheets = 200;
/** Texts of cells lie in memory while a sheet is read. */
const mostText = 64 * 1024 ** 2;

interface Sheet {
  readonly name: string;
  readonly path: string;
}

/**
 * Reads an Excel workbook (ECMA-376, `.xlsx`): the sheet asked for, else the first one that can be seen and has rows below its
 * head. Cells come as the workbook keeps them: days as `2025-03-01`, numbers with the fifteen digits that it counts to, the
 * text of joined cells in every row that they reach. Throws by `refuse` for what is no
 * such workbook, too large, or unpacks to far more than a table would.
 */
export async function readWorkbook(
  bytes: AsyncIterable<Uint8Array>,
  refuse: RefuseFile,
  wanted?: string,
): Promise<WorkbookTable> {
  const archive = await openArchive(await inMemory(bytes, refuse), refuse);
  const { sheets, epoch } = await readSheets(archive, refuse);
  const strings = await readStrings(archive, refuse);
  const dateStyles = await readDateStyles(archive.text("xl/styles.xml"), refuse);
  const names = sheets.map(({ name }) => name);
  const tried = wanted === undefined ? sheets : sheets.filter(({ name }) => name === wanted);
  if (tried.length === 0) throw refuse("sheet");
  let headAlone: WorkbookTable | undefined;
  for (const { name, path } of tried) {
    const merged = await readMergedCells(archive.text(path), refuse);
    const context: SheetContext = { strings, dateStyles, epoch, merged };
    const rows = readSheet(archive.text(path), context, refuse);
    const first = await rows.next();
    if (first.done) continue;
    const table = await withHead(again(first.value, rows), refuse, merged.spansIn);
    const found = { sheet: name, sheets: names, columns: table.columns };
    const body = padded(table.rows, table.columns.length);
    const second = await body.next();
    if (!second.done) return { ...found, rows: again(second.value, body) };
    headAlone ??= { ...found, rows: body };
  }
  if (headAlone === undefined) throw refuse("empty");
  return headAlone;
}

async function* again<Value>(first: Value, rest: AsyncGenerator<Value>): AsyncGenerator<Value> {
  yield first;
  yield* rest;
}

/** A workbook leaves out the empty cells of a row; they are there all the same. */
async function* padded(rows: HeadedTable["rows"], width: number): AsyncGenerator<TableRow> {
  for await (const row of rows) {
    const missing = Math.max(0, width - row.cells.length);
    yield missing === 0
      ? row
      : { ...row, cells: [...row.cells, ...Array.from({ length: missing }, () => "")] };
  }
}

/** An archive is read from its end. */
async function inMemory(bytes: AsyncIterable<Uint8Array>, refuse: RefuseFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > mostBytes) throw refuse("workbook");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readSheets(archive: Archive, refuse: RefuseFile) {
  if (!archive.has("xl/workbook.xml")) throw refuse("archive");
  const targets = new Map<string, string>();
  const relations = archive.text("xl/_rels/workbook.xml.rels");
  await readXml(
    relations,
    {
      open(name, { Id: id, Target: target }) {
        if (name === "Relationship" && id && target) targets.set(id, target);
      },
    },
    refuse,
  );
  const sheets: Sheet[] = [];
  let epoch: SheetContext["epoch"] = 1900;
  await readXml(
    archive.text("xl/workbook.xml"),
    {
      open(name, attributes) {
        const { name: title, state = "visible", date1904: counts } = attributes;
        if (name === "workbookPr" && (counts === "1" || counts === "true")) epoch = 1904;
        if (name !== "sheet" || title === undefined || state !== "visible") return;
        const target = targets.get(relationOf(attributes)) ?? "";
        const path = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
        if (sheets.length < mostSheets && archive.has(path)) sheets.push({ name: title, path });
      },
    },
    refuse,
  );
  return { sheets, epoch };
}

/** `r:id`, whatever the prefix. */
function relationOf(attributes: Readonly<Record<string, string>>): string {
  const [, id = ""] = Object.entries(attributes).find(([name]) => name.endsWith(":id")) ?? [];
  return id;
}

/** Texts that cells share, in the order by which they name them. */
async function readStrings(archive: Archive, refuse: RefuseFile): Promise<readonly string[]> {
  const strings: string[] = [];
  let length = 0;
  let text = "";
  let isText = false;
  let isReading = false;
  await readXml(
    archive.text("xl/sharedStrings.xml"),
    {
      open(name) {
        if (name === "si") text = "";
        else if (name === "rPh") isReading = true;
        else if (name === "t") isText = !isReading;
      },
      text(more) {
        if (!isText) return;
        text += more;
        length += more.length;
        if (length > mostText) throw refuse("workbook");
      },
      close(name) {
        if (name === "t") isText = false;
        else if (name === "rPh") isReading = false;
        else if (name === "si") strings.push(text);
      },
    },
    refuse,
  );
  return strings;
}
