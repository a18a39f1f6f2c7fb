import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { assumedM } from "./link-model.ts";
import { learnFromSurePairs } from "./sure-pairs.ts";

const random = seededRandom(2);
const size = 2000;
/** Six fields in which one stranger in a hundred agrees, and matches nine of ten; thirty of which nobody knows anything. */
const telling = 6;
const fields = 36;

function comparisons(matches: number) {
  const values = new Uint8Array(fields * size);
  for (let field = 0; field < fields; field++) {
    for (let pair = 0; pair < size; pair++) {
      const share = field < telling && pair < matches ? 0.9 : 0.01;
      values[field * size + pair] = Number(random() < share);
    }
  }
  return { size, levels: Array<number>(fields).fill(2), values };
}

const start = Array.from({ length: fields }, () => ({
  m: assumedM(2),
  u: Float64Array.of(0.99, 0.01),
}));

it("learnFromSurePairs learns from pairs that agree too much which fields tell matches", () => {
  const learned = learnFromSurePairs([comparisons(100)], start, 50_000) ?? [];
  const agreeing = learned.map((m) => m[1] ?? 0);
  expect(Math.min(...agreeing.slice(0, telling))).toBeGreaterThan(0.8);
  expect(Math.max(...agreeing.slice(telling))).toBeLessThan(0.15);
});

it("learnFromSurePairs finds no such pairs among strangers", () => {
  expect(learnFromSurePairs([comparisons(0)], start, 50_000)).toBeUndefined();
});
