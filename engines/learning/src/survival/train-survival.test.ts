import { seededRandom } from "@causeway/kernel";
import { expect, it, vi } from "vitest";
import { numericColumn } from "../dataset/column-from-values.ts";
import { createDataset } from "../dataset/dataset.ts";
import { parseModel } from "../model/saved-model.ts";
import { fitHazard } from "./fit-hazard.ts";
import { curveContributions, predictCurve } from "./predict-curve.ts";
import { trainSurvival } from "./train-survival.ts";

vi.setConfig({ testTimeout: 60_000 });

const horizon = 6;

/** Subjects begin one after another, end with a hazard of their own, and are seen until day `now`; a period is one day. */
function market(rows: number, seed: number, hazardOf: (x: number) => number, now = rows / 4) {
  const random = seededRandom(seed);
  const x = Array.from({ length: rows }, () => random() * 2 - 1);
  const starts = Float64Array.from(x, (_, row) => row / 4);
  const periods = new Int32Array(rows);
  const events = new Float64Array(rows);
  const target = new Float64Array(rows);
  const noise = x.map(() => random());
  x.forEach((value, row) => {
    let period = 1;
    while (period < horizon && random() >= hazardOf(value)) period++;
    const ends = period < horizon || random() < hazardOf(value);
    const seen = Math.floor(now - (starts[row] ?? 0));
    periods[row] = Math.min(period, seen);
    events[row] = ends && period <= seen ? 1 : 0;
    target[row] = seen < horizon ? Number.NaN : ends ? 1 : 0;
  });
  const seen = [...periods.keys()].filter((row) => (periods[row] ?? 0) > 0);
  const pick = <Values extends Float64Array | Int32Array>(values: Values) =>
    values.filter((_, row) => (periods[row] ?? 0) > 0) as Values;
  const dataset = createDataset([
    numericColumn(
      "x",
      seen.map((row) => x[row] ?? 0),
    ),
    numericColumn(
      "noise",
      seen.map((row) => noise[row] ?? 0),
    ),
  ]);
  const spans = { periods: pick(periods), events: pick(events), target: pick(target), horizon };
  return { dataset, spans, starts: pick(starts) };
}

const train = ({ dataset, spans, starts }: ReturnType<typeof market>) =>
  trainSurvival(dataset, spans, {
    targetName: "leaves",
    random: seededRandom(1),
    groups: Int32Array.from(starts.keys()),
    folds: 4,
    time: { times: starts, starts, periodLength: 1 },
  });

it("trainSurvival() finds curves under censoring, calibrated, and explains them without the period", () => {
  const hazardOf = (x: number) => (x > 0 ? 0.3 : 0.06);
  const { model, verdict, concordance, importance, judgement } = train(market(2_000, 1, hazardOf));
  expect(verdict).toBe("usable");
  expect(judgement.metrics.ece).toBeLessThan(0.08);
  expect(concordance).toBeGreaterThan(0.62);
  expect(importance[0]?.column).toBe("x");
  const asked = createDataset([
    numericColumn("x", [0.8, -0.8]),
    numericColumn("noise", [0.5, 0.5]),
  ]);
  const curves = predictCurve(parseModel(JSON.parse(JSON.stringify(model))), asked, horizon);
  for (let period = 1; period <= horizon; period++) {
    expect(Math.abs((curves[period - 1] ?? 0) - (1 - 0.7 ** period))).toBeLessThan(0.12);
    expect(Math.abs((curves[horizon + period - 1] ?? 0) - (1 - 0.94 ** period))).toBeLessThan(0.12);
    if (period > 1) expect(curves[period - 1]).toBeGreaterThan(curves[period - 2] ?? 1);
  }
  const [x = 0, noise = 0] = curveContributions(model.predictor, asked, horizon);
  expect(x).toBeGreaterThan(0.3);
  expect(Math.abs(noise)).toBeLessThan(x / 4);
});

it("trainSurvival() says no-signal where only time itself tells, though hazards differ by period", () => {
  expect(train(market(1_200, 2, () => 0.15)).verdict).toBe("no-signal");
});

it("fitHazard() learns until a moment only from what had been seen by then", () => {
  const known = market(1_200, 3, (x) => (x > 0 ? 0.3 : 0.06));
  const until = 150;
  const endOf = (row: number) => (known.starts[row] ?? 0) + (known.spans.periods[row] ?? 0);
  // All that happens from then on is turned round.
  const events = known.spans.events.map((event, row) => (endOf(row) > until ? 1 - event : event));
  const fit = (spans: typeof known.spans) =>
    fitHazard("boosting", known.dataset, spans, {
      random: seededRandom(1),
      rows: Uint32Array.from(known.starts.keys()),
      time: { times: known.starts, starts: known.starts, periodLength: 1 },
      until,
    });
  expect(fit({ ...known.spans, events })).toEqual(fit(known.spans));
});
