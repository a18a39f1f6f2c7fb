import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Field } from "../columns/field.ts";
import { missing } from "../comparators/comparator.ts";
import { clusterPairs } from "./cluster-pairs.ts";
import { twinTest } from "./find-uniqueness.ts";
import { assignPairs, unmatchedBits } from "./one-to-one.ts";
import { pairList } from "./scored-pairs.ts";

type Pair = readonly [left: number, right: number, bits: number];

function scored(...pairs: readonly Pair[]) {
  const list = pairList();
  for (const [left, right, bits] of pairs) list.add(left, right, bits);
  return list.finish();
}

const scoreOf = (pairs: readonly Pair[]) => (left: number, right: number) =>
  pairs.find(([a, b]) => a === left && b === right)?.[2] ?? -20;

it("clusterPairs joins a chain whose ends are neutral, and not two families by one deceiving link", () => {
  const chain: Pair[] = [
    [0, 1, 8],
    [1, 2, 7],
    [0, 2, -1],
  ];
  expect([...clusterPairs(scored(...chain), 3, 0, scoreOf(chain)).clusters]).toEqual([0, 0, 0]);
  const families: Pair[] = [
    [0, 1, 9],
    [2, 3, 9],
    [1, 2, 5],
  ];
  const found = clusterPairs(scored(...families), 4, 0, scoreOf(families));
  expect([...found.clusters]).toEqual([0, 0, 2, 2]);
  expect(found.pairs.size).toBe(2);
});

it("clusterPairs joins a third row that has nothing in common with one of two", () => {
  const pairs: Pair[] = [
    [0, 1, 8],
    [1, 2, 4],
    [0, 2, -12],
  ];
  const list = scored(...pairs);
  expect([...clusterPairs(list, 3, 0, scoreOf(pairs)).clusters]).toEqual([0, 0, 2]);
  const noOpinion = (own: readonly number[]) =>
    Float64Array.from({ length: own.length / 2 }, (_, at) => (own[2 * at] === 0 ? 0 : 4));
  expect([...clusterPairs(list, 3, 0, scoreOf(pairs), noOpinion).clusters]).toEqual([0, 0, 0]);
});

it("clusterPairs gives all pairs within its clusters once, whatever the order of the pairs", () => {
  const bits = fc.double({ min: -5, max: 20, noNaN: true });
  const pair = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), bits);
  fc.assert(
    fc.property(
      fc.uniqueArray(pair, { selector: ([a, b]) => Math.min(a, b) * 10 + Math.max(a, b) }),
      (drawn) => {
        const pairs = drawn.flatMap(([a, b, own]): Pair[] =>
          a === b ? [] : [[Math.min(a, b), Math.max(a, b), own]],
        );
        const one = clusterPairs(scored(...pairs), 10, 0, scoreOf(pairs));
        const other = clusterPairs(scored(...pairs.toReversed()), 10, 0, scoreOf(pairs));
        expect([...other.clusters]).toEqual([...one.clusters]);
        const sizes = new Map<number, number>();
        for (const name of one.clusters) sizes.set(name, (sizes.get(name) ?? 0) + 1);
        const expected = [...sizes.values()].reduce(
          (sum, size) => sum + (size * (size - 1)) / 2,
          0,
        );
        expect(one.pairs.size).toBe(expected);
      },
    ),
  );
});

it("assignPairs takes a row once where the other side has no duplicates", () => {
  const pairs = scored([0, 10, 9], [1, 10, 8], [0, 11, 7], [1, 11, 6], [2, 12, -1]);
  const kept = (left: boolean, right: boolean) => {
    const { left: l, right: r } = assignPairs(pairs, 13, { left, right }, 0);
    return [...l].map((row, place) => `${row}-${r[place]}`);
  };
  expect(kept(true, true)).toEqual(["0-10", "1-11"]);
  expect(kept(true, false)).toEqual(["0-10", "0-11"]);
  expect(kept(false, false)).toEqual(["0-10", "1-10", "0-11", "1-11"]);
});

describe("twinTest", () => {
  /** Title, venue and year of row 0, its match 1 of the other table, and rows 2 and 3 of its own. */
  const levelsOf = [
    { with1: 2, with2: 2, with3: 0 },
    { with1: 1, with2: 0, with3: 1 },
    { with1: 1, with2: missing, with3: 1 },
  ];
  const fields = levelsOf.map(({ with1, with2, with3 }, at): Field => {
    const levels = at === 0 ? ["different", "alike", "same"] : ["different", "same"];
    const compare = (_: number, right: number) => [missing, with1, with2, with3][right] ?? missing;
    const ids = Int32Array.of(0, 1, 2, 3);
    return { name: `${at}`, kind: "text", columns: [], levels, ids, compare, frequency: undefined };
  });
  const weights = [Float64Array.of(-6, 8, 20), Float64Array.of(-0.6, 2.5), Float64Array.of(-8, 4)];
  const isTwin = twinTest(fields, weights, () => 20, 10);

  it("takes a row without a year and of another venue, which tells little, for a twin", () => {
    expect(isTwin(0, 2, 1)).toBe(true);
  });

  it("takes no row of another title for one", () => {
    expect(isTwin(0, 3, 1)).toBe(false);
  });

  it("takes no row for one that is not surely alike", () => {
    expect(twinTest(fields, weights, () => 9, 10)(0, 2, 1)).toBe(false);
  });
});

it("unmatchedBits asks for less the more rows of both sides are taken, and nothing where none is", () => {
  const extent = { leftRows: 100, rows: 200, isTwo: true };
  const both = { left: true, right: true };
  const matches = (count: number) =>
    scored(...Array.from({ length: count }, (_, at): Pair => [at, 100 + at, 40]));
  expect(unmatchedBits(matches(50), extent, both, 10)).toBeCloseTo(-1, 6);
  expect(unmatchedBits(matches(50), extent, { left: true, right: false }, 10)).toBeCloseTo(-0.5, 6);
  expect(unmatchedBits(matches(100), extent, both, 10)).toBeCloseTo(Math.log2(0.1), 6);
  expect(unmatchedBits(matches(0), extent, both, 10)).toBeCloseTo(0, 12);
});
