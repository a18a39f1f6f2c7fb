import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldTypes, isPersonObject } from "@causeway/platform-schema";
import { sql } from "kysely";
import { sortKey } from "../../search/pinyin-of.ts";
import { recordTable } from "../../store/record-table.ts";
import type { ColumnPlan } from "./import-plan.ts";

/** What a text of a reference column leads to. */
export type Found = { readonly id: string } | "none" | "several";

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

/** Titles are found whatever their case and width, by their own index; other fields by their canonical value. */
async function lookUp(
  trx: WorkspaceTransaction,
  { lookup }: ColumnPlan,
  texts: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  if (lookup === undefined) return new Map();
  const { target, match } = lookup;
  const isTitle = match.name === target.titleField;
  const isPerson = isPersonObject(target);
  const keys = new Map<string, string>();
  for (const text of texts) {
    const reading = fieldTypes[match.type].readText(text, match);
    if (isTitle) keys.set(text, sortKey(text, { isPerson }));
    else if (reading.ok) keys.set(text, String(reading.value));
  }
  const column = sql.id(isTitle ? "title_key" : match.name);
  const rows = await sql<{ readonly key: string; readonly id: string; readonly found: number }>`
    select ${column} as key, min(id::text) as id, count(*) as found
    from ${recordTable(target.name)}
    where ${column} = any(${[...new Set(keys.values())]}::text[]) and deleted_at is null
    group by 1`.execute(trx);
  const byKey = new Map(rows.rows.map((row) => [row.key, row]));
  return new Map(
    [...keys].map(([text, key]): [string, Found] => {
      const row = byKey.get(key);
      if (row === undefined) return [text, "none"];
      return [text, row.found > 1 ? "several" : { id: row.id }];
    }),
  );
}
