import type { Label, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { cutText } from "../../search/cut-text.ts";
import { recordTable } from "../../store/record-table.ts";
import type { RowIssue } from "../import-tables.ts";
import { findOwners, keyText, newsOf, type RowOwner } from "./find-owners.ts";
import type { ReferenceFinder } from "./find-references.ts";
import type { ImportPlan } from "./import-plan.ts";
import { missingFields, type ReadRow } from "./read-row.ts";
import { screenRows } from "./row-screens.ts";

/** A row with everything known that decides what becomes of it. */
export interface ResolvedRow extends ReadRow {
  readonly action: "create" | "update" | "error";
  /** The record that an update changes. */
  readonly recordId: string | undefined;
  /** Whether that stands for records which were merged into it, and which the row names. */
  readonly followsMerge: boolean;
  /** What an update writes. */
  readonly news: Values;
  /** Its cells are not kept once it has been worked off. */
  readonly isForgotten?: true;
}

const words = {
  none: { zh: "找不到对应的记录", en: "leads to no record" },
  several: {
    zh: "对应多条记录，请先删去重复的，或给其中一条改名",
    en: "leads to several records: delete what is doubled, or rename one of them",
  },
  key: { zh: "关键字段对应多条记录", en: "The key belongs to several records" },
  taken: { zh: "已被另一条记录使用", en: "is used by another record already" },
} as const satisfies Record<string, Label>;

/** Remembers, over all parts of a preview, what rows before have claimed. A run finds it in the database. */
export interface Claims {
  readonly keys: Set<string>;
  readonly uniques: Set<string>;
}

/**
 * Decides for each row whether it creates, updates or is wrong: references, the key, and unique values are looked up
 * set by set. `finder` must be prepared for the rows' references.
 */
export async function resolveRows(
  trx: WorkspaceTransaction,
  plan: ImportPlan,
  rows: readonly ReadRow[],
  finder: ReferenceFinder,
  { exists, claims }: { readonly exists: boolean; readonly claims?: Claims },
): Promise<readonly ResolvedRow[]> {
  const linked = rows.map((row) => ({ ...row, values: withReferences(row, finder) }));
  const owners = exists ? await findOwners(trx, plan, linked) : new Map<number, RowOwner>();
  const taken = exists ? await findTaken(trx, plan, linked) : new Map<string, string>();
  const known: KnownBefore = {
    owners,
    taken,
    keys: claims?.keys ?? new Set(),
    uniques: claims?.uniques ?? new Set(),
  };
  const decided = linked.map((row) => decide(plan, row, known));
  return screenRows(trx, plan.object.name, decided);
}

interface KnownBefore {
  readonly owners: ReadonlyMap<number, RowOwner>;
  readonly taken: ReadonlyMap<string, string>;
  readonly keys: Set<string>;
  readonly uniques: Set<string>;
}

function decide(plan: ImportPlan, row: ReadRow, known: KnownBefore): ResolvedRow {
  const owner = known.owners.get(row.number);
  const key = keyText(plan, row.values);
  const isUpdate = owner !== undefined || (key !== undefined && known.keys.has(key));
  if (key !== undefined) known.keys.add(key);
  if (owner?.isAmbiguous === true) issue(row, plan, plan.key[0], words.key);
  if (!isUpdate) row.issues.push(...missingFields(plan, row));
  const news = newsOf(row.values, owner?.held);
  for (const { name, mark } of uniqueMarks(plan, news)) {
    const other = known.taken.get(mark);
    const isOthers =
      other === undefined ? known.uniques.has(mark) && !isUpdate : other !== owner?.id;
    if (isOthers) issue(row, plan, name, words.taken);
    known.uniques.add(mark);
  }
  const right = isUpdate ? "update" : "create";
  return {
    ...row,
    action: row.issues.length > 0 ? "error" : right,
    recordId: owner?.id,
    followsMerge: owner?.held !== undefined,
    news,
  };
}

/** The row's unique values, each with the text it is remembered by. */
function uniqueMarks(plan: ImportPlan, values: Values) {
  return plan.object.fields
    .filter(({ name, unique }) => unique && (values[name] ?? null) !== null)
    .map(({ name }) => ({ name, mark: `${name} ${String(values[name])}` }));
}

function issue(row: ReadRow, plan: ImportPlan, field: string | undefined, message: Label): void {
  const column = plan.columns.find((candidate) => candidate.field.name === field)?.column ?? "";
  row.issues.push({ column, message });
}

/** The values of a row with the records that its texts lead to; texts that lead nowhere become issues of the row. */
export function withReferences(row: ReadRow, finder: ReferenceFinder): Values {
  const values = { ...row.values };
  for (const { column, text } of row.references) {
    if (column.isLink) continue;
    const found = finder.find(column, text);
    if (typeof found === "object") values[column.field.name] = found.id;
    else row.issues.push(referenceIssue(column.column, text, found));
  }
  return values;
}

export function referenceIssue(column: string, text: string, found: "none" | "several"): RowIssue {
  const { zh, en } = words[found];
  const shown = `“${cutText(text, 100)}”`;
  return { column, message: { zh: `${shown} ${zh}`, en: `${shown} ${en}` } };
}

/** Unique values of the rows that records have already: `field value` → id of the record. */
async function findTaken(
  trx: WorkspaceTransaction,
  plan: ImportPlan,
  rows: readonly ReadRow[],
): Promise<ReadonlyMap<string, string>> {
  const parts = plan.object.fields.flatMap(({ name, unique }) => {
    const values = new Set(rows.map((row) => row.values[name] ?? null).filter((v) => v !== null));
    if (!unique || values.size === 0) return [];
    const column = sql.id(name);
    return [
      sql`select ${name}::text as field, ${column}::text as value, id
        from ${recordTable(plan.object.name)}
        where ${column}::text = any(${[...values].map(String)}::text[]) and deleted_at is null`,
    ];
  });
  if (parts.length === 0) return new Map();
  const found = await sql<{
    readonly field: string;
    readonly value: string;
    readonly id: string;
  }>`${sql.join(parts, sql` union all `)}`.execute(trx);
  return new Map(found.rows.map(({ field, value, id }) => [`${field} ${value}`, id]));
}
