import { expect, it } from "vitest";
import { normalQuantile } from "./normal-quantile.ts";

it("normalQuantile() agrees with printed tables", () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 7);
  expect(normalQuantile(0.01)).toBeCloseTo(-2.326347874, 7);
  expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
});

it("normalQuantile() refuses what is not a probability", () => {
  expect(() => normalQuantile(1)).toThrow(RangeError);
});
