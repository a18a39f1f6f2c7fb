import type { Field, FieldValue, ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldTypes, isPersonObject } from "@causeway/platform-schema";
import { sql } from "kysely";
import { hasMerges, mergedRows, replacedByMerges, standingFor } from "../../merges/standing-for.ts";
import { sortKey } from "../../search/pinyin-of.ts";
import { recordTable } from "../../store/record-table.ts";
import type { ColumnPlan } from "./import-plan.ts";

/** What a text of a reference column leads to; through a merge where only a record that was merged bears it. */
export type Found = { readonly id: string; readonly isMerged?: true } | "none" | "several";

/** Finds records by the texts of reference columns and remembers the answers. */
export interface ReferenceFinder {
  /** Looks up what is not known yet, one query for each column. */
  prepare(
    trx: WorkspaceTransaction,
    wanted: readonly { readonly column: ColumnPlan; readonly text: string }[],
  ): Promise<void>;
  find(column: ColumnPlan, text: string): Found;
  /** Remembers a record made meanwhile. */
  remember(column: ColumnPlan, text: string, id: string): void;
  /** Forgets texts that led nowhere. */
  forgetMissing(): void;
}

/**
 * `exists` tells which objects have a table already: one that the import is about to make has no records yet.
 */
export function createReferenceFinder(exists: (object: string) => boolean): ReferenceFinder {
  const known = new Map<ColumnPlan, Map<string, Found>>();
  const memory = (column: ColumnPlan): Map<string, Found> => {
    const found = known.get(column) ?? new Map<string, Found>();
    known.set(column, found);
    return found;
  };
  return {
    async prepare(trx, wanted) {
      const unknown = wanted.filter(({ column, text }) => !memory(column).has(text));
      for (const column of new Set(unknown.map((entry) => entry.column))) {
        const own = unknown.filter((entry) => entry.column === column);
        const texts = new Set(own.map(({ text }) => text));
        const found =
          column.lookup !== undefined && exists(column.lookup.target.name)
            ? await lookUp(trx, column, [...texts])
            : new Map<string, Found>();
        for (const text of texts) memory(column).set(text, found.get(text) ?? "none");
      }
    },
    find: (column, text) => memory(column).get(text) ?? "none",
    remember: (column, text, id) => memory(column).set(text, { id }),
    forgetMissing() {
      for (const found of known.values()) {
        for (const [text, state] of found) if (state === "none") found.delete(text);
      }
    },
  };
}

/**
 * Titles are found whatever their case and width, by their own index; other fields by their canonical value. Living records
 * come first.
 */
async function lookUp(
  trx: WorkspaceTransaction,
  { lookup }: ColumnPlan,
  texts: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  if (lookup === undefined) return new Map();
  const { target, match } = lookup;
  const keys = new Map<string, string>();
  for (const text of texts) {
    const isTitle = match.name === target.titleField;
    const reading = fieldTypes[match.type].readText(text, match);
    if (isTitle) keys.set(text, keyOf(target, match, text));
    else if (reading.ok) keys.set(text, keyOf(target, match, reading.value));
  }
  const column = sql.id(keyColumn(target, match));
  const rows = await sql<{ readonly key: string; readonly id: string; readonly found: number }>`
    select ${column} as key, min(id::text) as id, count(*) as found
    from ${recordTable(target.name)}
    where ${column} = any(${[...new Set(keys.values())]}::text[]) and deleted_at is null
    group by 1`.execute(trx);
  const byKey = new Map(
    rows.rows.map(({ key, id, found }): [string, Found] => [key, found > 1 ? "several" : { id }]),
  );
  const lost = [...new Set(keys.values())].filter((key) => !byKey.has(key));
  const merged = await findMerged(trx, lookup, lost);
  return new Map(
    [...keys].map(([text, key]) => [text, byKey.get(key) ?? merged.get(key) ?? "none"]),
  );
}

/** What stands for the records that were merged and bore what no living record bears. */
async function findMerged(
  trx: WorkspaceTransaction,
  { target, match }: NonNullable<ColumnPlan["lookup"]>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  if (keys.length === 0 || !(await hasMerges(trx, target.name))) return new Map();
  const column = sql.ref(`t.${keyColumn(target, match)}`);
  const { rows } = await sql<{ readonly key: string; readonly id: string }>`
    select ${column} as key, t.id from ${mergedRows(target.name)} t
    where ${column} = any(${[...keys]}::text[])`.execute(trx);
  const standing = await standingFor(
    trx,
    target,
    rows.map(({ id }) => id),
  );
  const replaced = await replacedByMerges(trx, target, [match.name]);
  const bearers = [
    ...rows.map(({ key, id }) => ({ key, survivor: standing.get(id)?.survivorId })),
    ...replaced.flatMap(({ before, survivorId: survivor }) => {
      const value = before.values[match.name] ?? null;
      return value === null ? [] : [{ key: keyOf(target, match, value), survivor }];
    }),
  ];
  const found = new Map<string, Found>();
  for (const { key, survivor } of bearers) {
    if (survivor === undefined) continue;
    const known = found.get(key);
    const isSame = known === undefined || (typeof known === "object" && known.id === survivor);
    found.set(key, isSame ? { id: survivor, isMerged: true } : "several");
  }
  return found;
}

function keyOf(target: ObjectDefinition, match: Field, value: FieldValue): string {
  const isTitle = match.name === target.titleField;
  return isTitle ? sortKey(String(value), { isPerson: isPersonObject(target) }) : String(value);
}

function keyColumn({ titleField }: ObjectDefinition, { name }: Field): string {
  return name === titleField ? "title_key" : name;
}
