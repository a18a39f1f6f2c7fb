import type { Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
import {
  hasMerges,
  type MergedAway,
  mergedRows,
  replacedByMerges,
  standingFor,
} from "../../merges/standing-for.ts";
import { titleKeyOf } from "../../store/derived-values.ts";
import { isRecordId } from "../../store/get-record.ts";
import { recordsetColumns, recordTable, sameValue } from "../../store/record-table.ts";
import type { ImportPlan } from "./import-plan.ts";
import type { ReadRow } from "./read-row.ts";

/** The record that a row changes. */
export interface RowOwner {
  readonly id: string;
  readonly isAmbiguous: boolean;
  /** For a row that names records which were merged into this one: what they held. */
  readonly held?: readonly Values[];
}

/**
 * The records that rows change, by the rows' numbers: by their key, or by the id that they name, which counts more. A row
 * that names no living record but one that was merged changes the one that stands for it; an id that leads nowhere makes a
 * new record.
 */
export async function findOwners(
  trx: WorkspaceTransaction,
  plan: ImportPlan,
  rows: readonly ReadRow[],
): Promise<ReadonlyMap<number, RowOwner>> {
  const keyed = rows.filter(({ values }) => keyText(plan, values) !== undefined);
  const named = rows
    .map(({ number, cells }) => ({ number, id: (cells[plan.id] ?? "").toLowerCase() }))
    .filter(({ id }) => isRecordId(id));
  const byKey = await findByKey(trx, plan, keyed);
  const byId = await findById(trx, plan, named);
  const owners = new Map([...byKey, ...byId]);
  const lostKeys = keyed.filter(({ number }) => !owners.has(number));
  const lostIds = named.filter(({ number }) => !byId.has(number));
  if (lostKeys.length + lostIds.length === 0) return owners;
  if (!(await hasMerges(trx, plan.object.name))) return owners;
  return new Map([
    ...owners,
    ...ownersThrough(await mergedByKey(trx, plan, lostKeys)),
    ...ownersThrough(await withStanding(trx, plan, lostIds)),
  ]);
}

/** The key's values as one text; undefined where one of them is empty: such a row is always new. */
export function keyText(plan: ImportPlan, values: Values): string | undefined {
  if (plan.key.length === 0) return undefined;
  const parts = plan.key.map((name) => values[name] ?? null);
  return parts.includes(null) ? undefined : JSON.stringify(parts);
}

/**
 * What a row brings that is new. What records that were merged held was decided on when they were merged: a row that names
 * one of them and still says the same says nothing.
 */
export function newsOf(values: Values, held: readonly Values[] = []): Values {
  const isOld = (name: string) =>
    held.some((before) => sameValue(before[name] ?? null, values[name] ?? null));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !isOld(name)));
}

async function findByKey(
  trx: WorkspaceTransaction,
  plan: ImportPlan,
  rows: readonly ReadRow[],
): Promise<ReadonlyMap<number, RowOwner>> {
  if (rows.length === 0) return new Map();
  const found = await sql<{ readonly n: number; readonly id: string; readonly found: number }>`
    select r.n, min(t.id::text) as id, count(*) as found
    from ${keysOf(plan, rows)}
    join ${recordTable(plan.object.name)} t on ${haveKeyOf(plan)} and t.deleted_at is null
    group by r.n`.execute(trx);
  return new Map(found.rows.map(({ n, id, found: count }) => [n, { id, isAmbiguous: count > 1 }]));
}

interface NamedRow {
  readonly number: number;
  readonly id: string;
}

interface MergedRow {
  readonly number: number;
  readonly merged: MergedAway;
}

/** Rows whose key a record had that was merged, or one that a merge gave another. */
async function mergedByKey(
  trx: WorkspaceTransaction,
  plan: ImportPlan,
  rows: readonly ReadRow[],
): Promise<readonly MergedRow[]> {
  if (rows.length === 0) return [];
  const found = await sql<NamedRow>`select r.n as number, t.id
    from ${keysOf(plan, rows)}
    join ${mergedRows(plan.object.name)} t on ${haveKeyOf(plan)}`.execute(trx);
  const numbers = new Map<string | undefined, number[]>();
  for (const { number, values } of rows) {
    const key = keyText(plan, values);
    numbers.set(key, [...(numbers.get(key) ?? []), number]);
  }
  const replaced = await replacedByMerges(trx, plan.object, plan.key);
  return [
    ...(await withStanding(trx, plan, found.rows)),
    ...replaced.flatMap((merged) =>
      (numbers.get(keyText(plan, merged.before.values)) ?? []).map((number) => {
        return { number, merged };
      }),
    ),
  ];
}

async function withStanding(
  trx: WorkspaceTransaction,
  plan: ImportPlan,
  rows: readonly NamedRow[],
): Promise<readonly MergedRow[]> {
  const standing = await standingFor(
    trx,
    plan.object,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ number, id }) => {
    const merged = standing.get(id);
    return merged === undefined ? [] : [{ number, merged }];
  });
}

function keysOf(plan: ImportPlan, rows: readonly ReadRow[]): RawBuilder<unknown> {
  const fields = plan.object.fields.filter(({ name }) => plan.key.includes(name));
  const documents = rows.map(({ number, values }) => ({
    ...Object.fromEntries(plan.key.map((name) => [name, values[name] ?? null])),
    n: number,
    ...titleKey(plan, values),
  }));
  return sql`json_to_recordset(${JSON.stringify(documents)}::json)
    as r(n integer, title_key text, ${recordsetColumns({ fields })})`;
}

function haveKeyOf({ key, object }: ImportPlan): RawBuilder<unknown> {
  const names = key.includes(object.titleField) ? ["title_key", ...key] : key;
  const tests = names.map((name) => sql`t.${sql.id(name)} = r.${sql.id(name)}`);
  return sql.join(tests, sql` and `);
}

/** Titles have no index of their own; the key by which lists sort them has one. */
function titleKey({ key, object }: ImportPlan, values: Values) {
  return key.includes(object.titleField) ? { title_key: titleKeyOf(object, values) } : {};
}

async function findById(
  trx: WorkspaceTransaction,
  plan: ImportPlan,
  rows: readonly NamedRow[],
): Promise<ReadonlyMap<number, RowOwner>> {
  if (rows.length === 0) return new Map();
  const found = await sql<{ readonly id: string }>`
    select id from ${recordTable(plan.object.name)}
    where id = any(${rows.map(({ id }) => id)}::uuid[]) and deleted_at is null`.execute(trx);
  const known = new Set(found.rows.map(({ id }) => id));
  return new Map(
    rows
      .filter(({ id }) => known.has(id))
      .map(({ number, id }) => [number, { id, isAmbiguous: false }]),
  );
}

function ownersThrough(rows: readonly MergedRow[]): ReadonlyMap<number, RowOwner> {
  const owners = new Map<number, RowOwner>();
  for (const { number, merged } of rows) {
    const { before, survivorId } = merged;
    const known = owners.get(number);
    owners.set(number, {
      id: survivorId,
      isAmbiguous: known !== undefined && (known.isAmbiguous || known.id !== survivorId),
      held: [...(known?.held ?? []), { ...before.values, owner_id: before.ownerId }],
    });
  }
  return owners;
}
