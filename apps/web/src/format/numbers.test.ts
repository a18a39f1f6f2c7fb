import { expect, test } from "vitest";
import { formatMoney, formatNumber, formatPercent, formatPoints, formatRange } from "./numbers.ts";

test("formatMoney says an amount as people of the language do", () => {
  expect(formatMoney(2_860_000, "zh")).toBe("¥286 万");
  expect(formatMoney(2_860_000, "en")).toBe("¥2.86M");
  expect(formatMoney(112_000_000, "zh")).toBe("¥1.12 亿");
  expect(formatMoney(112_000_000, "en")).toBe("¥112M");
  expect(formatMoney(950, "en")).toBe("¥950");
  expect(formatMoney(-38_000, "zh")).toBe("¥\u22123.8 万");
});

test("formatNumber separates thousands and writes a real minus", () => {
  expect(formatNumber(61_804.5, "zh")).toBe("61,804.5");
  expect(formatNumber(-3, "en")).toBe("\u22123");
  expect([-0, -0.001].map((value) => formatNumber(value, "zh"))).toEqual(["0", "0"]);
});

test("formatPercent and formatRange keep whole percents", () => {
  expect([0.617, 0.9996, 1].map(formatPercent)).toEqual(["62%", ">99%", "100%"]);
  expect(formatRange(0.512, 0.718)).toBe("51–72");
});

test("formatPoints carries its sign", () => {
  expect([formatPoints(14.4), formatPoints(-6.7), formatPoints(0.2)]).toEqual([
    "+14",
    "\u22127",
    "0",
  ]);
});
