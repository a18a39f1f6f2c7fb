import type { Label, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { isPersonObject } from "@causeway/platform-schema";
import { sql } from "kysely";
import { cutText } from "../../search/cut-text.ts";
import { sortKey } from "../../search/pinyin-of.ts";
import { isRecordId } from "../../store/get-record.ts";
import { recordsetColumns, recordTable } from "../../store/record-table.ts";
import type { RowIssue } from "../import-tables.ts";
import type { ReferenceFinder } from "./find-references.ts";
import type { ImportPlan } from "./import-plan.ts";
import { missingFields, type ReadRow } from "./read-row.ts";
import { screenRows } from "./row-screens.ts";

/** A row with everything known that decides what becomes of it. */
export interface ResolvedRow extends ReadRow {
  readonly action: "create" | "update" | "error";
  /** The record that an update changes. */
  readonly recordId: string | undefined;
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
  const owners = new Map(exists ? await findByKey(trx, plan, linked) : []);
  if (exists && plan.id >= 0) {
    for (const [number, owner] of await findById(trx, plan, linked)) owners.set(number, owner);
  }
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
  readonly owners: ReadonlyMap<number, KeyOwner>;
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
  for (const { name, mark } of uniqueMarks(plan, row.values)) {
    const other = known.taken.get(mark);
    const isOthers =
      other === undefined ? known.uniques.has(mark) && !isUpdate : other !== owner?.id;
    if (isOthers) issue(row, plan, name, words.taken);
    known.uniques.add(mark);
  }
  const right = isUpdate ? "update" : "create";
  return { ...row, action: row.issues.length > 0 ? "error" : right, recordId: owner?.id };
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

function withReferences(row: ReadRow, finder: ReferenceFinder): Values {
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

/** The key's values as one text; undefined where one of them is empty: such a row is always new. */
export function keyText(plan: ImportPlan, values: Values): string | undefined {
  if (plan.key.length === 0) return undefined;
  const parts = plan.key.map((name) => values[name] ?? null);
  return parts.includes(null) ? undefined : JSON.stringify(parts);
}

interface KeyOwner {
  readonly id: string;
  readonly isAmbiguous: boolean;
}

async function findByKey(
  trx: WorkspaceTransaction,
  plan: ImportPlan,
  rows: readonly ReadRow[],
): Promise<ReadonlyMap<number, KeyOwner>> {
  const keyed = rows.filter(({ values }) => keyText(plan, values) !== undefined);
  if (keyed.length === 0) return new Map();
  const documents = keyed.map(({ number, values }) => ({
    ...values,
    n: number,
    ...titleKey(plan, values),
  }));
  const names = plan.key.includes(plan.object.titleField) ? ["title_key", ...plan.key] : plan.key;
  const tests = names.map((name) => sql`t.${sql.id(name)} = r.${sql.id(name)}`);
  const found = await sql<{ readonly n: number; readonly id: string; readonly found: number }>`
    select r.n, min(t.id::text) as id, count(*) as found
    from json_to_recordset(${JSON.stringify(documents)}::json)
      as r(n integer, title_key text, ${recordsetColumns(plan.object)})
    join ${recordTable(plan.object.name)} t on ${sql.join(tests, sql` and `)} and t.deleted_at is null
    group by r.n`.execute(trx);
  return new Map(found.rows.map(({ n, id, found: count }) => [n, { id, isAmbiguous: count > 1 }]));
}

/** Titles have no index of their own; the key by which lists sort them has one. */
function titleKey({ key, object }: ImportPlan, values: Values) {
  if (!key.includes(object.titleField)) return {};
  const isPerson = isPersonObject(object);
  return { title_key: sortKey(String(values[object.titleField] ?? ""), { isPerson }) };
}

/** Rows that name the record they come from; an id that leads nowhere makes a new record. */
async function findById(
  trx: WorkspaceTransaction,
  plan: ImportPlan,
  rows: readonly ReadRow[],
): Promise<ReadonlyMap<number, KeyOwner>> {
  const named = rows
    .map(({ number, cells }) => ({ number, id: (cells[plan.id] ?? "").toLowerCase() }))
    .filter(({ id }) => isRecordId(id));
  const wanted = named.map(({ id }) => id);
  const found = await sql<{ readonly id: string }>`
    select id from ${recordTable(plan.object.name)}
    where id = any(${wanted}::uuid[]) and deleted_at is null`.execute(trx);
  const known = new Set(found.rows.map(({ id }) => id));
  return new Map(
    named
      .filter(({ id }) => known.has(id))
      .map(({ number, id }) => [number, { id, isAmbiguous: false }]),
  );
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
