import { seededRandom } from "@causeway/kernel";
import fc from "fast-check";
import { expect, it } from "vitest";
import { codeColumn } from "../columns/coded-column.ts";
import { normalForm } from "../text/normal-form.ts";
import { buildBlocks, type Extent, totalPairs } from "./blocks.ts";
import { featuresOf } from "./feature.ts";
import { pairsInBlocks, randomPairs } from "./sample-pairs.ts";
import { visitCandidates } from "./visit-candidates.ts";

const names = fc.array(fc.constantFrom("ann bo", "bo cy", "cy", "di ann", ""), {
  minLength: 2,
  maxLength: 12,
});

function blocksOf(cells: readonly string[], leftRows: number, isTwo: boolean) {
  const extent = { leftRows, rows: cells.length, isTwo };
  const column = codeColumn("c", cells, normalForm);
  const words = featuresOf({ column, kind: "text" }).find(({ name }) => name.endsWith("words"));
  if (words === undefined) throw new Error("a text has words");
  return { extent, blocks: buildBlocks("words", ["c"], words, extent, 1e9) };
}

/** Pairs of rows that share a word, found the slow way. */
function sharingPairs(cells: readonly string[], { leftRows, isTwo }: Extent): readonly string[] {
  const words = cells.map((cell) => cell.split(" ").filter((word) => word !== ""));
  return words.flatMap((own, left) =>
    words.flatMap((others, right) => {
      const isPair = isTwo ? left < leftRows && right >= leftRows : left < right;
      return isPair && own.some((word) => others.includes(word)) ? [`${left}-${right}`] : [];
    }),
  );
}

it("visitCandidates gives each pair that shares a word once, and no other", () => {
  fc.assert(
    fc.property(names, fc.boolean(), fc.nat(), (cells, isTwo, split) => {
      const leftRows = isTwo ? 1 + (split % (cells.length - 1)) : cells.length;
      const { extent, blocks } = blocksOf(cells, leftRows, isTwo);
      const found: string[] = [];
      visitCandidates([blocks, blocks], extent, (left, right) => found.push(`${left}-${right}`));
      const expected = sharingPairs(cells, extent);
      expect(found.toSorted()).toEqual(expected.toSorted());
    }),
  );
});

it("pairsInBlocks draws only pairs of the blocks, and randomPairs only pairs of the tables", () => {
  const cells = Array.from({ length: 60 }, (_, n) => ["ann bo", "cy", "di", ""][n % 4] ?? "");
  for (const isTwo of [false, true]) {
    const { extent, blocks } = blocksOf(cells, 20, isTwo);
    const drawn = pairsInBlocks(blocks, isTwo, 50, seededRandom(1));
    expect(drawn).toHaveLength(100);
    for (let at = 0; at < drawn.length; at += 2) {
      const [left = 0, right = 0] = drawn.subarray(at, at + 2);
      expect(left).toBeLessThan(right);
      expect(cells[left]).toBe(cells[right]);
    }
    for (const [at, row] of randomPairs(extent, 200, seededRandom(2)).entries()) {
      if (isTwo) expect(row < 20).toBe(at % 2 === 0);
    }
  }
  expect(totalPairs({ leftRows: 3, rows: 5, isTwo: true })).toBe(6);
});
