import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { link } from "./link.ts";

const random = seededRandom(11);
const below = (limit: number): number => Math.floor(random() * limit);
const pick = <Item extends string>(of: readonly Item[]): string => of[below(of.length)] ?? "";
const word = (size: number): string =>
  Array.from({ length: size }, () => pick([..."bdfgklmnprst"]) + pick([..."aeiou"])).join("");
const given = Array.from({ length: 60 }, () => word(2));
const family = Array.from({ length: 400 }, () => word(3));

/** The text with two neighbouring letters in the wrong order. */
function mistyped(text: string): string {
  const at = 1 + below(text.length - 3);
  return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
}

interface Row {
  readonly key: number;
  readonly cells: readonly string[];
}

function f1(rows: readonly Row[], { left, right }: ReturnType<typeof link>): number {
  const isOne = (a: number, b: number) => rows[a]?.key === rows[b]?.key;
  const hits = left.filter((row, place) => isOne(row, right[place] ?? -1)).length;
  const truth = rows.length - new Set(rows.map(({ key }) => key)).size;
  return (2 * hits) / (truth + left.length);
}

const table = (names: readonly string[], rows: readonly Row[]) => ({
  names,
  columns: names.map((_, place) => rows.map(({ cells }) => cells[place] ?? "")),
  rows: rows.length,
});

/** Names of 500 persons; every third stands a second time, mistyped or surname first. */
const named = Array.from({ length: 500 }, (_, key): readonly Row[] => {
  const [first, last] = [pick(given), pick(family)];
  const own = { key, cells: [`${first} ${last}`] };
  if (key % 3 > 0) return [own];
  return [
    own,
    { key, cells: [key % 2 === 0 ? mistyped(own.cells[0] ?? "") : `${last}, ${first}`] },
  ];
}).flat();

it("link finds who is the same in a table of names alone", () => {
  expect(f1(named, link(table(["name"], named)))).toBeGreaterThan(0.9);
});

it("link takes those of one name for others where as many share one as their parts would have it", () => {
  const rows = Array.from({ length: 200 }, (_, key) => ({
    key,
    cells: [`${given[below(20)]} ${family[below(25)]}`],
  }));
  expect(link(table(["name"], rows)).left.length).toBeLessThan(4);
});
