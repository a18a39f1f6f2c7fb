import { expect, it } from "vitest";
import { seededRandom } from "./random.ts";

it("seededRandom() repeats for a seed and differs between seeds", () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

it("seededRandom() is uniform on [0, 1)", () => {
  const random = seededRandom(1);
  const counts = new Array<number>(10).fill(0);
  for (let index = 0; index < 100_000; index++) {
    const bin = Math.floor(random() * 10);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(27.9);
});
