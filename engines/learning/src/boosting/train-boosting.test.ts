import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { categoricalColumn, numericColumn } from "../dataset/column-from-values.ts";
import { createDataset } from "../dataset/dataset.ts";
import { selectColumns } from "../dataset/select-columns.ts";
import { sigmoid } from "../linear/sigmoid.ts";
import { areaUnderRoc } from "../metrics/area-under-roc.ts";
import { expectedCalibrationError } from "../metrics/binary-metrics.ts";
import { learnColumnBins } from "./column-bins.ts";
import { boostedMargins, predictBoosting } from "./predict-boosting.ts";
import { type BoostingOptions, trainBoosting } from "./train-boosting.ts";

/** Missing values, levels and an interaction; the truth is known. */
function simulate(rows: number, seed: number) {
  const random = seededRandom(seed);
  const left = Array.from({ length: rows }, () => random() * 2 - 1);
  const right = Array.from({ length: rows }, () => random() * 2 - 1);
  const gap = Array.from({ length: rows }, () => (random() < 0.2 ? null : random()));
  const city = Array.from({ length: rows }, () => `city ${Math.floor(random() * 12)}`);
  const truth = Float64Array.from(left, (a, row) =>
    sigmoid(
      3 * a * (right[row] ?? 0) +
        (gap[row] === null ? 1 : (gap[row] ?? 0) > 0.5 ? -1 : 0.5) +
        (["city 1", "city 4", "city 7"].includes(city[row] ?? "") ? 1.5 : -0.5),
    ),
  );
  const target = truth.map((probability) => (random() < probability ? 1 : 0));
  const dataset = createDataset([
    numericColumn("left", left),
    numericColumn("right", right),
    numericColumn("gap", gap),
    categoricalColumn("city", city),
  ]);
  return { dataset, target, truth };
}

const logLoss = (options: Partial<BoostingOptions> = {}): BoostingOptions => ({
  loss: { kind: "log-loss" },
  random: seededRandom(1),
  ...options,
});

it("trainBoosting() comes close to the judge who knows the truth", () => {
  const { dataset, target } = simulate(8_000, 1);
  const fresh = simulate(8_000, 2);
  const model = trainBoosting(dataset, target, logLoss({ rounds: 200, leaves: 8 }));
  const [probabilities = new Float64Array(0)] = predictBoosting(model, fresh.dataset);
  const oracle = areaUnderRoc(fresh.truth, fresh.target);
  expect(oracle - areaUnderRoc(probabilities, fresh.target)).toBeLessThan(0.012);
  expect(expectedCalibrationError(probabilities, fresh.target)).toBeLessThan(0.025);
});

it("trainBoosting() keeps margins while it trains equal to those of the finished model", () => {
  const { dataset, target } = simulate(1_000, 3);
  const seen: number[] = [];
  const options = logLoss({
    rounds: 60,
    rowShare: 0.7,
    columnShare: 0.5,
    validation: { dataset, target },
    onRound: (round) => {
      seen.push(round);
      return round < 40;
    },
  });
  const model = trainBoosting(dataset, target, options);
  expect(seen.at(-1)).toBe(40);
  expect(model.trees.length).toBe(40);
  const again = trainBoosting(dataset, target, { ...options, random: seededRandom(1) });
  expect(JSON.stringify(again)).toBe(JSON.stringify(model));
  const revived = JSON.parse(JSON.stringify(model)) as typeof model;
  expect(boostedMargins(revived, dataset)).toEqual(boostedMargins(model, dataset));
});

it("trainBoosting() judges held-out rows as the finished model does, levels and gaps that training never saw included", () => {
  const { dataset, target } = simulate(500, 3);
  const fresh = simulate(400, 7);
  const strange = createDataset(
    fresh.dataset.columns.map((column) =>
      column.kind === "numeric"
        ? { ...column, values: column.values.map((value, row) => (row % 9 === 0 ? NaN : value)) }
        : { ...column, levels: column.levels.map((level) => level.replace("city 1", "town 1")) },
    ),
  );
  const options = { rounds: 90, rowShare: 0.6, columnShare: 0.5, leaves: 12, minRowsInLeaf: 3 };
  const whole = trainBoosting(dataset, target, logLoss(options));
  const lossAfter = (rounds: number) => {
    const [margin = new Float64Array(0)] = boostedMargins(
      { ...whole, trees: whole.trees.slice(0, rounds) },
      strange,
    );
    return margin.reduce(
      (sum, value, row) =>
        sum + Math.log1p(Math.exp((fresh.target[row] ?? 0) > 0.5 ? -value : value)),
      0,
    );
  };
  const losses = whole.trees.map((_, round) => lossAfter(round + 1));
  const best = losses.indexOf(Math.min(...losses)) + 1;
  const validation = { dataset: strange, target: fresh.target };
  const stopped = trainBoosting(dataset, target, logLoss({ ...options, validation, patience: 90 }));
  expect(best).toBeGreaterThan(5);
  expect(stopped.trees.length).toBe(best);
});

it("trainBoosting() stops early where only noise is left", () => {
  const { dataset } = simulate(2_000, 4);
  const random = seededRandom(5);
  const coin = new Float64Array(2_000).map(() => (random() < 0.5 ? 1 : 0));
  const validation = { dataset: simulate(2_000, 6).dataset, target: coin.toReversed() };
  const model = trainBoosting(dataset, coin, logLoss({ rounds: 500, validation, patience: 20 }));
  expect(model.trees.length).toBeLessThan(30);
});

it("trainBoosting() obeys monotone constraints for every pair of rows that differ only there", () => {
  const { dataset, target } = simulate(3_000, 7);
  const model = trainBoosting(dataset, target, logLoss({ monotone: { gap: 1, left: -1 } }));
  const steps = Array.from({ length: 41 }, (_, at) => at / 20 - 1);
  for (const other of [-0.9, -0.3, 0.2, 0.8]) {
    const along = (name: string) =>
      boostedMargins(
        model,
        createDataset([
          numericColumn(
            "left",
            steps.map((step) => (name === "left" ? step : other)),
          ),
          numericColumn(
            "right",
            steps.map(() => other),
          ),
          numericColumn(
            "gap",
            steps.map((step) => (name === "gap" ? step : 0.4)),
          ),
          categoricalColumn(
            "city",
            steps.map(() => "city 3"),
          ),
        ]),
      )[0] ?? new Float64Array(0);
    const [rising, falling] = [along("gap"), along("left")];
    steps.slice(1).forEach((_, at) => {
      expect(rising[at + 1] ?? 0).toBeGreaterThanOrEqual(rising[at] ?? 0);
      expect(falling[at + 1] ?? 0).toBeLessThanOrEqual(falling[at] ?? 0);
    });
  }
});

it("trainBoosting() learns classes by softmax", () => {
  const random = seededRandom(8);
  const inputs = Array.from({ length: 3_000 }, () => random() * 3);
  const target = Float64Array.from(inputs, (x) =>
    random() < 0.85 ? Math.floor(x) : Math.floor(random() * 3),
  );
  const dataset = createDataset([numericColumn("x", inputs)]);
  const model = trainBoosting(dataset, target, {
    loss: { kind: "softmax", classes: 3 },
    random: seededRandom(1),
    rounds: 60,
  });
  const points = createDataset([numericColumn("x", [0.5, 1.5, 2.5])]);
  const probabilities = predictBoosting(model, points);
  for (let row = 0; row < 3; row++) {
    expect(probabilities[row]?.[row]).toBeGreaterThan(0.85);
    const total = probabilities.reduce((sum, output) => sum + (output[row] ?? 0), 0);
    expect(total).toBeCloseTo(1, 12);
  }
});

it("trainBoosting() learns the mean by squares and quantiles by the pinball loss", () => {
  const random = seededRandom(9);
  const inputs = Array.from({ length: 6_000 }, () => random());
  const target = Float64Array.from(inputs, (x) => (x > 0.5 ? 10 : 0) + random() * (1 + 3 * x));
  const dataset = createDataset([numericColumn("x", inputs)]);
  const points = createDataset([numericColumn("x", [0.2, 0.8])]);
  const at = (loss: BoostingOptions["loss"]) => {
    const options = { loss, random: seededRandom(1), leaves: 4 };
    return predictBoosting(trainBoosting(dataset, target, options), points)[0] ?? [];
  };
  const [low = 0, high = 0] = at({ kind: "squared" });
  expect(low).toBeCloseTo(0.8, 0);
  expect(high).toBeCloseTo(11.7, 0);
  const [lowTop = 0, highTop = 0] = at({ kind: "quantile", quantile: 0.9 });
  expect(Math.abs(lowTop - 0.9 * 1.6)).toBeLessThan(0.25);
  expect(Math.abs(highTop - (10 + 0.9 * 3.4))).toBeLessThan(0.5);
});

it("trainBoosting() weighs rows: a weight of two is a row twice", () => {
  const { dataset: all, target } = simulate(400, 10);
  const dataset = selectColumns(all, (name) => name !== "city");
  const double = createDataset(
    dataset.columns.map((column) =>
      column.kind === "numeric"
        ? { ...column, values: Float64Array.from([...column.values, ...column.values]) }
        : { ...column, codes: Int32Array.from([...column.codes, ...column.codes]) },
    ),
  );
  const plain = { rounds: 5, minRowsInLeaf: 1, minCurvatureInLeaf: 5 };
  const once = trainBoosting(
    dataset,
    target,
    logLoss({ ...plain, weights: new Float64Array(400).fill(2) }),
  );
  const twice = trainBoosting(double, Float64Array.from([...target, ...target]), logLoss(plain));
  const [a = new Float64Array(0)] = boostedMargins(once, dataset);
  const [b = new Float64Array(0)] = boostedMargins(twice, dataset);
  a.forEach((margin, row) => {
    expect(margin).toBeCloseTo(b[row] ?? 0, 6);
  });
});

it("learnColumnBins() gives a value of its own bin where it is frequent, and never more than asked", () => {
  const random = seededRandom(11);
  const values = Array.from({ length: 5_000 }, (_, row) => (row % 2 === 0 ? 7 : random() * 100));
  const bins = learnColumnBins(numericColumn("x", values), 16);
  expect(bins.count).toBeLessThanOrEqual(16);
  if (bins.kind !== "numeric") throw new TypeError("numeric bins expected");
  const bounds = [...bins.bounds];
  expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
  const place = bounds.findIndex((bound) => bound >= 7);
  expect((bounds[place] ?? 0) - (bounds[place - 1] ?? 0)).toBeLessThan(1);
});

it("trainBoosting() refuses a target with gaps", () => {
  const { dataset } = simulate(100, 12);
  expect(() => trainBoosting(dataset, new Float64Array(100).fill(Number.NaN), logLoss())).toThrow(
    RangeError,
  );
});
