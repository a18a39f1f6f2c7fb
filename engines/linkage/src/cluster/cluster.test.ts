import fc from "fast-check";
import { expect, it } from "vitest";
import { clusterPairs } from "./cluster-pairs.ts";
import { assignPairs } from "./one-to-one.ts";
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
