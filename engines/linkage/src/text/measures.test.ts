import { expect, it } from "vitest";
import { joinMeasures, unitOf, wordsOfText } from "./measures.ts";
import { normalForm } from "./normal-form.ts";

it.each([
  ["Hand Cream 250 ml", ["hand", "cream", "250ml"]],
  ["Hand Cream, 250ml", ["hand", "cream", "250ml"]],
  ["Sony 42” LCD", ["sony", "42in", "lcd"]],
  ["Sony 42-inch LCD", ["sony", "42in", "lcd"]],
  ["Oven 18 Cu. Ft.", ["oven", "18cuft"]],
  ["KD-32S receiver", ["kd32s", "receiver"]],
  ["Pens, pack of 6", ["pens", "6pk"]],
  ["海尔冰箱 215升", ["海尔", "尔冰", "冰箱", "215l"]],
  ["5 in 1 home design", ["5", "in", "1", "home", "design"]],
  ["office 2007 v 3", ["office", "2007", "v", "3"]],
])("wordsOfText takes a measure and a code for one word: %s", (text, words) => {
  expect(wordsOfText(normalForm(text))).toEqual(words);
});

it("joinMeasures writes an amount in one way", () => {
  expect(joinMeasures("1.50 liters").trim()).toBe("1.5l");
  expect(joinMeasures("no number")).toBe("no number");
});

it("unitOf knows measures and years from other words with digits", () => {
  expect(["250ml", "2007", "kd32s", "5", "16gb"].map(unitOf)).toEqual([
    "ml",
    "year",
    undefined,
    undefined,
    "gb",
  ]);
});
