import { expect, it } from "vitest";
import { readAmount } from "./read-amount.ts";

it("readAmount() reads amounts as people type them", () => {
  expect(["1,200,000", "120 万", "1.2m", "¥3亿", "0", " 500k ", "80万元"].map(readAmount)).toEqual([
    1_200_000, 1_200_000, 1_200_000, 300_000_000, 0, 500_000, 800_000,
  ]);
});

it("readAmount() tells nothing from nonsense", () => {
  expect(readAmount("  ")).toBeNull();
  expect(["abc", "1.2.3", "-5", "5x"].map(readAmount)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
