import type { Field, Label, Values } from "@causeway/platform-contract";
import { fieldTypes, type Reading } from "@causeway/platform-schema";
import { withoutApostrophe } from "../../export/csv-cell.ts";
import { cutText } from "../../search/cut-text.ts";
import type { DerivedValues } from "../../store/derived-values.ts";
import { isShortened } from "../file/is-shortened.ts";
import type { RowIssue } from "../import-tables.ts";
import { type ColumnPlan, createdField, type ImportPlan, ownerField } from "./import-plan.ts";
import { instantInZone, statesOffset } from "./local-time.ts";
import { asWritten, type Notation } from "./notation.ts";

/** A row as it is stored. */
export interface SourceRow {
  readonly number: number;
  readonly line: number;
  readonly row: number;
  readonly cells: readonly string[];
}

/** A row whose cells were read; references still stand as text. */
export interface ReadRow extends SourceRow {
  readonly values: Values;
  /** Texts to look up, by column of the plan. */
  readonly references: readonly { readonly column: ColumnPlan; readonly text: string }[];
  readonly createdAt: Date | undefined;
  readonly issues: RowIssue[];
  /** Names that are no member's, or several members'; the row is taken without them. */
  readonly strangers: readonly { readonly column: ColumnPlan; readonly text: string }[];
  /** Cells that are no value of their field, for which another spelling may be meant. */
  readonly unread: readonly { readonly column: ColumnPlan; readonly text: string }[];
  /** What a new record of it is stored with, where that was computed already. */
  readonly derived?: DerivedValues;
}

const words = {
  many: { zh: "单元格比列多", en: "The row has more cells than there are columns" },
  required: { zh: "必填", en: "is required" },
  formula: {
    zh: "这里的公式出错了；请在表格里改好，或留空",
    en: "is a formula that failed: mend it in the spreadsheet, or leave the cell empty",
  },
  shortened: {
    zh: "表格软件把长数字缩写成了科学计数，后几位已丢失；请上传 .xlsx 原文件，或把这一列设为文本后重新导出",
    en: "was shortened by a spreadsheet, its last digits are lost: upload the .xlsx file itself, or format the column as text and export it again",
  },
} as const satisfies Record<string, Label>;

/** Reads the cells of a row by the plan; empty cells say nothing. */
export function readRow(plan: ImportPlan, row: SourceRow): ReadRow {
  const values: Values = { ...plan.constants };
  const draft: RowDraft = { values, issues: [], references: [], strangers: [], unread: [] };
  for (const column of plan.columns) readCell(plan, column, row, draft);
  const { issues } = draft;
  for (const { field, template } of plan.templates) {
    const text = fillTemplate(plan, row, template);
    if (text !== "" && (values[field] ?? null) === null) values[field] = text;
  }
  if (row.cells.slice(plan.columnNames.length).some((cell) => cell !== "")) {
    issues.push({ column: "", message: words.many });
  }
  const createdAt = readCreatedAt(plan, row, issues);
  return { ...row, ...draft, createdAt };
}

interface RowDraft {
  readonly values: Values;
  readonly issues: RowIssue[];
  readonly references: { column: ColumnPlan; text: string }[];
  readonly strangers: { column: ColumnPlan; text: string }[];
  readonly unread: { column: ColumnPlan; text: string }[];
}

/** Fields that a new record lacks; rows that only update may lack them. */
export function missingFields(plan: ImportPlan, row: ReadRow): readonly RowIssue[] {
  const filled = new Set(row.references.map(({ column }) => column.field.name));
  return plan.object.fields
    .filter(
      ({ name, required }) => required && (row.values[name] ?? null) === null && !filled.has(name),
    )
    .map(({ name, label }) => ({
      column: plan.columns.find(({ field }) => field.name === name)?.column ?? label[plan.locale],
      message: words.required,
    }));
}

function cellText({ index, repairs }: ColumnPlan, { cells }: SourceRow): string {
  const text = withoutApostrophe(cells[index] ?? "");
  return repairs.get(text) ?? text;
}

function readCell(plan: ImportPlan, column: ColumnPlan, row: SourceRow, draft: RowDraft): void {
  const text = cellText(column, row);
  if (text === "") {
    if (erases(plan, column, row)) draft.values[column.field.name] = null;
    return;
  }
  if (column.isMember) {
    const found = plan.members.find(text);
    if (typeof found === "object") draft.values[column.field.name] = found.id;
    else draft.strangers.push({ column, text });
    return;
  }
  if (column.lookup !== undefined) {
    draft.references.push({ column, text });
    return;
  }
  const { field } = column;
  const lost = lostBy(text, field);
  if (lost !== undefined) {
    draft.issues.push({ column: column.column, message: words[lost] });
    draft.unread.push({ column, text });
    return;
  }
  const mapped = column.values.get(text);
  const reading =
    mapped === undefined
      ? readText(plan, text, field, column.notation)
      : ({ ok: true, value: mapped } as const);
  if (reading.ok) {
    if (reading.value !== null) draft.values[field.name] = reading.value;
    return;
  }
  draft.issues.push({ column: column.column, message: reading.message });
  draft.unread.push({ column, text });
}

/** A text as its field reads it; a time without an offset is one of the plan's own zone. */
function readText(
  { timeZone }: ImportPlan,
  text: string,
  field: Field,
  notation: Notation,
): Reading {
  const written = asWritten(text, field.type, notation);
  const reading = fieldTypes[field.type].readText(written, field);
  const isOfZone = field.type === "dateTime" && !statesOffset(written);
  if (!isOfZone || timeZone === undefined || !reading.ok) return reading;
  return { ok: true, value: instantInZone(String(reading.value), timeZone) };
}

const numeric: ReadonlySet<string> = new Set(["number", "currency"]);
const failedFormula = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$/;

/** What the spreadsheet has not kept of a cell: the value of a formula, the last digits of a long number. */
function lostBy(text: string, { type }: Field): "formula" | "shortened" | undefined {
  if (failedFormula.test(text)) return "formula";
  return !numeric.has(type) && isShortened(text) ? "shortened" : undefined;
}

/** A cell that is empty in the file itself, where that is to be taken at its word. Nothing required goes this way. */
function erases(
  { emptyErases }: ImportPlan,
  { index, field }: ColumnPlan,
  { cells }: SourceRow,
): boolean {
  return emptyErases && cells[index] === "" && !field.required && field !== ownerField;
}

function fillTemplate(plan: ImportPlan, row: SourceRow, template: string): string {
  const text = template
    .replace(/\{([^{}]+)\}/g, (whole, name: string) => {
      if (name === "line") return String(row.line);
      const index = plan.columnNames.indexOf(name);
      const column = plan.columns.find((candidate) => candidate.index === index);
      if (index < 0) return whole;
      return column === undefined ? (row.cells[index] ?? "") : cellText(column, row);
    })
    .replace(/\s+/g, " ")
    .trim();
  return cutText(text, 500);
}

function readCreatedAt(plan: ImportPlan, row: SourceRow, issues: RowIssue[]): Date | undefined {
  const text = row.cells[plan.createdAt] ?? "";
  if (text === "") return undefined;
  const reading = readText(plan, text, createdField, plan.createdNotation);
  if (reading.ok) return new Date(String(reading.value));
  const column = plan.columnNames[plan.createdAt] ?? "";
  issues.push({ column, message: reading.message });
  return undefined;
}
