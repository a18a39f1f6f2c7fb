import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { pairList } from "../cluster/scored-pairs.ts";
import { areOthers, partnerStructure } from "./better-partners.ts";

type Pair = readonly [number, number];

/** Of pairs that all are likely, these are sure. */
function structureOf(pairs: readonly Pair[], sure: readonly Pair[], rows: number) {
  const list = pairList();
  for (const [left, right] of pairs) list.add(left, right, 10);
  const known = new Set(sure.map(String));
  const isSure = (left: number, right: number): boolean => known.has(String([left, right]));
  return partnerStructure(list.finish(), 0, { rows, isTwo: false }, isSure, seededRandom(3));
}

const groups = Array.from({ length: 20 }, (_, at) => 4 * at);
const within = (first: number): readonly Pair[] =>
  [0, 1, 2].flatMap((one) =>
    [1, 2, 3].flatMap((other): Pair[] => (other > one ? [[first + one, first + other]] : [])),
  );

it("partnerStructure sees that rows which resemble each other have partners of their own", () => {
  const sure = groups.flatMap((at): Pair[] => [
    [at, at + 1],
    [at + 2, at + 3],
  ]);
  const structure = structureOf(groups.flatMap(within), sure, 80);
  expect(structure).toMatchObject({ unsure: 80, apart: 80, together: 0, partnered: 1 });
  expect(structure.pairs).toHaveLength(160);
  expect(areOthers(structure)).toBe(true);
});

it("partnerStructure sees that the unsure pairs of one thing meet in its sure ones", () => {
  const sure = groups.flatMap((at): Pair[] => [
    [at, at + 1],
    [at, at + 2],
    [at, at + 3],
  ]);
  const structure = structureOf(groups.flatMap(within), sure, 80);
  expect(structure).toMatchObject({ unsure: 60, apart: 0, together: 60 });
  expect(areOthers(structure)).toBe(false);
});

it("areOthers does not take matches with errors, who have none but each other, for others", () => {
  const pairs = groups.flatMap((at): Pair[] => [
    [at, at + 1],
    [at + 2, at + 3],
  ]);
  const structure = structureOf(pairs, pairs.slice(0, 20), 80);
  expect(structure).toMatchObject({ apart: 0, together: 0, partnered: 0.5 });
  expect(areOthers(structure)).toBe(false);
});
