import { seededRandom } from "@causeway/kernel";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Feature } from "../datasets/feature.ts";
import { cutoffsFor, gradeOf } from "./grade.ts";
import {
  alikeInterval,
  bothOf,
  pastRecord,
  rateInterval,
  recordShifts,
  similarCases,
} from "./past-record.ts";
import { reasonsFor } from "./reasons.ts";

const feature = (name: string, group = name): Feature => ({
  name,
  kind: "numeric",
  group,
  label: { zh: name, en: name },
  show: (cell) => ({ zh: `${cell}`, en: `${cell}` }),
});

const probability = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const amount = fc.integer({ min: -3_000, max: 3_000 }).map((value) => value / 1_000);

it("reasonsFor() keeps every direction and leads from the base rate to the probability", () => {
  fc.assert(
    fc.property(
      fc.array(amount, { maxLength: 12 }),
      probability,
      probability,
      (amounts, base, p) => {
        const parts = amounts.map((value, place) => ({
          feature: feature(`f${place}`),
          cell: 3,
          amount: value,
        }));
        const reasons = reasonsFor(parts, { task: "binary", base, value: p });
        const total = reasons.reduce((sum, { points }) => sum + points, 0);
        expect(Math.abs(total - 100 * (p - base))).toBeLessThan(0.051);
        for (const { feature: name, points } of reasons) {
          if (name === "other") continue;
          const sign = Math.sign(amounts[Number(name.slice(1))] ?? 0);
          expect(points * sign).toBeGreaterThanOrEqual(0);
        }
        expect(reasons.length).toBeLessThanOrEqual(8);
      },
    ),
  );
});

it("reasonsFor() tells columns of one meaning as one reason, named by the strongest", () => {
  const reasons = reasonsFor(
    [
      { feature: feature("views_7d", "views"), cell: 3, amount: 0.2 },
      { feature: feature("views_30d", "views"), cell: 3, amount: 0.9 },
      { feature: feature("calls"), cell: 3, amount: -0.4 },
    ],
    { task: "binary", base: 0.4, value: 0.55 },
  );
  expect(reasons.map(({ feature: name }) => name)).toEqual(["views_30d", "calls"]);
  expect(reasons[0]?.value).toEqual({ zh: "3", en: "3" });
});

it("gradeOf() cuts relative to the usual odds", () => {
  const half = cutoffsFor(0.5);
  expect(half.a).toBeCloseTo(0.75, 9);
  expect([0.8, 0.6, 0.4, 0.2].map((p) => gradeOf(p, half))).toEqual(["A", "B", "C", "D"]);
  expect([0.3, 0.15, 0.08, 0.03].map((p) => gradeOf(p, cutoffsFor(0.11)))).toEqual([
    "A",
    "B",
    "C",
    "D",
  ]);
});

it("pastRecord() groups held-out cases, and similarCases() finds the group of a probability", () => {
  const probabilities = Float64Array.from({ length: 100 }, (_, row) => row / 100);
  const record = pastRecord(
    probabilities,
    probabilities.map((p) => (p >= 0.5 ? 1 : 0)),
  );
  expect(record).toHaveLength(5);
  expect(record[0]).toMatchObject({ from: 0, to: 0.19, cases: 20, won: 0 });
  expect(similarCases(record, 0.45)).toMatchObject({ from: 0.4, to: 0.59, cases: 20, won: 10 });
  expect(similarCases(record, 0.999)).toBe(record[4]);
});

it("alikeInterval() is narrower than what a group says alone where predictions keep their word, and follows the record where not", () => {
  const random = seededRandom(3);
  const lost = Float64Array.from({ length: 600 }, () => 0.02 + 0.3 * random() ** 2);
  const outcomes = lost.map((p) => (random() < p ? 1 : 0));
  const honest = { record: pastRecord(lost, outcomes), shifts: recordShifts(lost, outcomes) };
  const widthOf = ({ low, high }: { readonly low: number; readonly high: number }) => high - low;
  const widths = honest.record.map(({ from, to, won, cases }) => ({
    pooled: widthOf(alikeInterval(honest, (from + to) / 2)),
    alone: widthOf(rateInterval(won, cases, 0.9)),
  }));
  const mean = (of: (each: (typeof widths)[number]) => number) =>
    widths.reduce((sum, each) => sum + of(each), 0) / widths.length;
  expect(mean(({ pooled }) => pooled)).toBeLessThan(0.95 * mean(({ alone }) => alone));
  const turned = lost.map((p) => (p < 0.1 ? 1 : 0));
  const wrong = { record: pastRecord(lost, turned), shifts: recordShifts(lost, turned) };
  expect(alikeInterval(wrong, 0.05).high).toBeGreaterThan(0.6);
  expect(alikeInterval(wrong, 0.05).low).toBe(0.05);
  expect(alikeInterval(wrong, 0.3).low).toBeLessThan(0.12);
});

it("alikeInterval() of a version without shifts is what the group alone says, and of one without a record everything", () => {
  const record = [{ from: 0, to: 1, cases: 57, won: 49 }];
  const { low, high } = rateInterval(49, 57, 0.9);
  expect(alikeInterval({ record, shifts: null }, 0.85)).toEqual({ low, high });
  expect(alikeInterval({ record, shifts: null }, 0.99)).toEqual({ low, high: 0.99 });
  expect(alikeInterval({ record: [], shifts: null }, 0.85)).toEqual({ low: 0, high: 1 });
  expect(alikeInterval({ record: [], shifts: [] }, 0.85)).toEqual({ low: 0, high: 1 });
});

it("rateInterval() agrees with the worked example of Wilson's interval", () => {
  // Agresti & Coull, The American Statistician 52 (1998): 0 of 10 at 95 % gives 0 to .278.
  const { low, high } = rateInterval(0, 10, 0.95);
  expect(low).toBeCloseTo(0, 9);
  expect(high).toBeCloseTo(0.278, 3);
});

it("bothOf() holds what the model says and what the record says", () => {
  const alike = rateInterval(49, 57, 0.9);
  expect(bothOf({ low: 0.8, high: 0.9 }, alike)).toEqual({ low: alike.low, high: alike.high });
  expect(bothOf({ low: 0.99, high: 0.998 }, alike)).toEqual({ low: alike.low, high: 0.998 });
});
