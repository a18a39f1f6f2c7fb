import { normalForm } from "../text/normal-form.ts";
import { wordsOf } from "../text/words.ts";
import { codeColumn } from "./coded-column.ts";
import { columnKind } from "./column-kind.ts";
import { headerConcept } from "./header-concept.ts";
import type { LinkTable } from "./link-table.ts";
import { joinNames } from "./split-names.ts";

/** Two tables whose columns stand for the same under the same name. */
export interface AlignedTables {
  readonly left: LinkTable;
  readonly right: LinkTable;
  /** Columns taken for one though they are named differently. */
  readonly renamed: readonly (readonly [left: string, right: string])[];
}

const sampled = 3000;
const enough = 0.75;

/**
 * Finds which columns of two tables are the same: by name, else by what the name means (surname, last_name, 姓) together
 * with what they hold: kind and common words (Rahm & Bernstein 2001: several matchers, combined). A name in one column
 * of one table and in two of the other is put together. Columns without a partner stay as they are.
 */
export function alignColumns(left: LinkTable, right: LinkTable): AlignedTables {
  const isAlone = (own: LinkTable, other: LinkTable) =>
    own.names.filter((name) => !other.names.includes(name));
  const [alone, others] = [isAlone(left, right), isAlone(right, left)];
  if (alone.length === 0 || others.length === 0) return { left, right, renamed: [] };
  const whole = joinNames(left, right, alone, others);
  const first = isAlone(whole.left, whole.right).map((name) => lookOf(left, name));
  const second = isAlone(whole.right, whole.left).map((name) => lookOf(right, name));
  const scored = first.flatMap((one) =>
    second.map((other) => ({
      one: one.name,
      other: other.name,
      score: likeness(one, other),
    })),
  );
  const renamed: (readonly [string, string])[] = [];
  for (const { one, other, score } of scored.toSorted((a, b) => b.score - a.score)) {
    if (score < enough) break;
    if (renamed.some(([a, b]) => a === one || b === other)) continue;
    renamed.push([one, other]);
  }
  const names = whole.right.names.map(
    (name) => renamed.find(([, other]) => other === name)?.[0] ?? name,
  );
  return {
    left: whole.left,
    right: { ...whole.right, names },
    renamed: [...whole.joined, ...renamed],
  };
}

interface Look {
  readonly name: string;
  readonly concept: string | undefined;
  readonly kind: string | undefined;
  /** Each word's share of the values. */
  readonly words: ReadonlyMap<string, number>;
  readonly length: number;
}

function lookOf(table: LinkTable, name: string): Look {
  const cells = table.columns[table.names.indexOf(name)] ?? [];
  const step = Math.max(1, Math.floor(cells.length / sampled));
  const column = codeColumn(
    name,
    cells.filter((_, row) => row % step === 0),
    normalForm,
  );
  const words = new Map<string, number>();
  for (const [place, value] of column.values.entries()) {
    const count = column.counts[place] ?? 0;
    for (const word of new Set(wordsOf(value))) words.set(word, (words.get(word) ?? 0) + count);
  }
  for (const [word, count] of words) words.set(word, count / Math.max(1, column.filled));
  const length =
    column.values.reduce((sum, value) => sum + value.length, 0) / Math.max(1, column.values.length);
  return { name, concept: headerConcept(name), kind: columnKind(column), words, length };
}

/** How much speaks for two columns being one: 1 and more where name and content both do. */
function likeness(left: Look, right: Look): number {
  return nameLikeness(left, right) + contentLikeness(left, right);
}

function nameLikeness(left: Look, right: Look): number {
  const [a, b] = [plain(left.name), plain(right.name)];
  if (a === b && a !== "") return 0.8;
  if (left.concept !== undefined && right.concept !== undefined)
    return left.concept === right.concept ? 0.7 : -0.4;
  return a.length >= 3 && b.length >= 3 && (a.includes(b) || b.includes(a)) ? 0.4 : 0;
}

function plain(name: string): string {
  return normalForm(name)
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/s$/, "");
}

function contentLikeness(left: Look, right: Look): number {
  const sameKind = left.kind !== undefined && left.kind === right.kind;
  const common = cosineOf(left.words, right.words);
  const ratio = Math.min(left.length, right.length) / Math.max(1, left.length, right.length);
  return (sameKind ? 0.15 : -0.1) + 0.6 * common + (ratio < 0.2 ? -0.3 : 0);
}

function cosineOf(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  const square = (of: ReadonlyMap<string, number>) =>
    [...of.values()].reduce((sum, share) => sum + share * share, 0);
  let dot = 0;
  for (const [word, share] of left) dot += share * (right.get(word) ?? 0);
  return dot / (Math.sqrt(square(left) * square(right)) || 1);
}
