import { expect, test } from "vitest";
import { percentRange, wholePercent } from "./whole-percent.ts";

test("wholePercent() never calls certain what is not", () => {
  const shares = [0, 0.0004, 0.004_9, 0.006, 0.617, 0.994, 0.995_1, 0.9999, 1, 1.4];
  expect(shares.map(wholePercent)).toEqual([
    "0",
    "<1",
    "<1",
    "1",
    "62",
    "99",
    ">99",
    ">99",
    "100",
    "140",
  ]);
  expect(wholePercent(-0)).toBe("0");
});

test("percentRange() keeps both ends apart, and says once what reads the same", () => {
  expect(percentRange(0.512, 0.718)).toBe("51–72");
  expect(percentRange(0.971, 0.998)).toBe("97 – >99");
  expect(percentRange(0.001, 0.04)).toBe("<1 – 4");
  expect(percentRange(0.9962, 0.999)).toBe(">99");
});
