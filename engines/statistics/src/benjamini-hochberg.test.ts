import { expect, it } from "vitest";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";

it("benjaminiHochberg() gives the adjusted values of R's p.adjust", () => {
  // p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.5), "BH")
  const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.5]);
  [0.025, 0.05, 0.05, 0.025, 0.5].forEach((value, place) => {
    expect(adjusted[place]).toBeCloseTo(value, 12);
  });
  expect(benjaminiHochberg([])).toEqual([]);
});
