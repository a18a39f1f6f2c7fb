import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { numericColumn } from "../dataset/column-from-values.ts";
import { createDataset } from "../dataset/dataset.ts";
import { concordance } from "../metrics/concordance.ts";
import { predictSurvival, trainHazard } from "./hazard-model.ts";
import { kaplanMeier, survivalAt } from "./kaplan-meier.ts";

it("kaplanMeier() gives the curve of the 6-MP leukaemia trial", () => {
  // Freireich et al., Blood 21 (1963): 21 patients on 6-MP; + is censored.
  const trial = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+".split(" ");
  const steps = kaplanMeier(
    Float64Array.from(trial, (text) => Number.parseInt(text, 10)),
    Float64Array.from(trial, (text) => (text.endsWith("+") ? 0 : 1)),
  );
  expect(steps.map(({ time }) => time)).toEqual([6, 7, 10, 13, 16, 22, 23]);
  const printed = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448];
  steps.forEach(({ survival }, place) => {
    expect(survival).toBeCloseTo(printed[place] ?? 0, 3);
  });
  // R's survfit(conf.type = "log-log") prints .620 to .952 at week 6.
  expect(steps[0]?.low).toBeCloseTo(0.62, 2);
  expect(steps[0]?.high).toBeCloseTo(0.952, 2);
  expect(survivalAt(steps, 12)).toBeCloseTo(0.753, 3);
  expect(survivalAt(steps, 1)).toBe(1);
});

it("trainHazard() finds survival curves under censoring and orders subjects by risk", () => {
  const random = seededRandom(3);
  const rows = 3_000;
  const risk = Array.from({ length: rows }, () => (random() < 0.5 ? 0.05 : 0.25));
  const periods = new Int32Array(rows);
  const events = new Float64Array(rows);
  risk.forEach((hazard, row) => {
    const censored = 1 + Math.floor(random() * 12);
    let period = 1;
    while (period < censored && random() >= hazard) period++;
    periods[row] = period;
    events[row] = period < censored || random() < hazard ? 1 : 0;
  });
  const dataset = createDataset([numericColumn("risk", risk)]);
  const options = { random: seededRandom(1), leaves: 8, rounds: 60 };
  const model = trainHazard(dataset, periods, events, options);
  const points = createDataset([numericColumn("risk", [0.05, 0.25])]);
  const survival = predictSurvival(model, points, 6);
  for (let period = 1; period <= 6; period++) {
    expect(survival[period - 1]).toBeCloseTo(0.95 ** period, 1);
    expect(survival[5 + period]).toBeCloseTo(0.75 ** period, 1);
  }
  const ends = predictSurvival(model, dataset, 6).filter((_, place) => place % 6 === 5);
  const value = concordance(
    ends.map((alive) => -alive),
    Float64Array.from(periods),
    events,
  );
  expect(value).toBeGreaterThan(0.6);
});
