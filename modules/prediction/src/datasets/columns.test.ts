import { expect, it } from "vitest";
import { longTailed, scoringDataset, trainingDataset } from "./columns.ts";
import type { Feature } from "./feature.ts";

const feature = (name: string, kind: Feature["kind"]): Feature => ({
  name,
  kind,
  group: name,
  label: { zh: name, en: name },
  show: (cell) => ({ zh: `${cell}`, en: `${cell}` }),
});
const features = [
  feature("visits", "numeric"),
  feature("days", "numeric"),
  feature("team", "categorical"),
];
/** Visits have a long tail, days are spread evenly and begin below zero. */
const cells = Array.from({ length: 60 }, (_, row) => [
  row % 20 === 0 ? 50 : row % 3,
  row - 10,
  row % 2 === 0 ? "east" : null,
]);

it("longTailed() names what has a long tail upwards and is never negative", async () => {
  expect([...(await longTailed(features, cells))]).toEqual(["visits"]);
});

it("scoringDataset() gives a model the columns as trainingDataset() gave them, missing where a feature is gone", async () => {
  const logged = await longTailed(features, cells);
  const learned = await trainingDataset(features, cells, new Set(["days"]), logged);
  expect(learned.columns.map(({ name }) => name)).toEqual(["visits", "team"]);
  const shapes = [
    { kind: "numeric", name: "visits" },
    { kind: "categorical", name: "team", levels: ["east"] },
    { kind: "numeric", name: "gone" },
  ] as const;
  const asked = scoringDataset(shapes, features, cells, logged);
  expect(asked.columns.slice(0, 2)).toEqual(learned.columns);
  const [visits, , gone] = asked.columns;
  expect(visits?.kind === "numeric" && visits.values[0]).toBeCloseTo(Math.log(51), 9);
  expect(gone?.kind === "numeric" && gone.values.every(Number.isNaN)).toBe(true);
});
