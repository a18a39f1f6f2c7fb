import { seededRandom } from "@causeway/kernel";
import { expect, it, vi } from "vitest";
import { categoricalColumn, numericColumn } from "../dataset/column-from-values.ts";
import { createDataset } from "../dataset/dataset.ts";
import { sigmoid } from "../linear/sigmoid.ts";
import { parseModel } from "../model/saved-model.ts";
import { scoreDataset } from "../model/score-dataset.ts";
import { type TrainOptions, trainPrediction } from "./train-prediction.ts";

// Every test trains several models.
vi.setConfig({ testTimeout: 60_000 });

function simulate(rows: number, seed: number, margin: (a: number, b: number) => number) {
  const random = seededRandom(seed);
  const a = Array.from({ length: rows }, () => random() * 2 - 1);
  const b = Array.from({ length: rows }, () => random() * 2 - 1);
  const kind = a.map(() => (random() < 0.5 ? "new" : "old"));
  const truth = Float64Array.from(a, (value, row) => sigmoid(margin(value, b[row] ?? 0)));
  const target = truth.map((p) => (random() < p ? 1 : 0));
  const dataset = createDataset([
    numericColumn("a", a),
    numericColumn("b", b),
    categoricalColumn("kind", kind),
  ]);
  return { dataset, target, truth };
}

const options = (more: Partial<TrainOptions> = {}): TrainOptions => ({
  task: { kind: "binary" },
  targetName: "won",
  classes: ["no", "yes"],
  random: seededRandom(1),
  ...more,
});

it("trainPrediction() keeps the simple rival where the truth is linear, and boosting where it is not", () => {
  const linear = simulate(800, 1, (a, b) => 1.5 * a - b);
  const plain = trainPrediction(linear.dataset, linear.target, options({ folds: 3 }));
  expect(plain.recipe).toBe("logistic");
  const crossed = simulate(800, 2, (a, b) => 5 * a * b);
  const report = trainPrediction(crossed.dataset, crossed.target, options({ folds: 3 }));
  expect(report.recipe).toBe("boosting");
  expect(report.rival?.judgement.verdict).toBe("no-signal");
  expect(report.verdict).toBe("usable");
  expect(report.importance[2]?.column).toBe("kind");
});

it("trainPrediction() says no-signal on coin flips", () => {
  const { dataset, target } = simulate(1_000, 3, () => 0);
  const report = trainPrediction(dataset, target, options());
  expect(report.verdict).toBe("no-signal");
  expect(report.judgement.interval.low).toBeLessThan(0.5);
});

it("trainPrediction() that counts what another training set would have given takes no chance for a signal", () => {
  const usable = (countsLearning: boolean) =>
    Array.from({ length: 14 }, (_, seed) => seed).filter((seed) => {
      const random = seededRandom(700 + seed);
      const columns = Array.from({ length: 6 }, (_, place) =>
        numericColumn(
          `x${place}`,
          Array.from({ length: 120 }, () => random()),
        ),
      );
      const target = Float64Array.from({ length: 120 }, () => (random() < 0.4 ? 1 : 0));
      const { verdict } = trainPrediction(createDataset(columns), target, {
        ...{ task: { kind: "binary" }, targetName: "y", classes: ["no", "yes"] },
        ...{ random, recipe: "logistic", folds: 3, countsLearning },
      });
      return verdict === "usable";
    }).length;
  expect(usable(false)).toBeGreaterThan(0);
  expect(usable(true)).toBe(0);
});

it("trainPrediction() drops a leak, says so, and scores without it", () => {
  const { dataset, target } = simulate(800, 4, (a) => 2 * a);
  const leaking = createDataset([
    ...dataset.columns,
    numericColumn(
      "paid",
      [...target].map((y) => (y > 0.5 ? 10 : 0)),
    ),
  ]);
  const report = trainPrediction(leaking, target, options({ recipe: "logistic" }));
  expect(report.verdict).toBe("leaky");
  expect(report.leaks.map((leak) => leak.column)).toEqual(["paid"]);
  expect(report.judgement.metrics.auc).toBeLessThan(0.9);
  expect(JSON.stringify(report.model)).not.toContain("paid");
});

it("trainPrediction() reports a population and a rate that move along time", () => {
  const { dataset, target } = simulate(1_500, 5, (a) => 2 * a);
  const random = seededRandom(6);
  const times = Float64Array.from(target.keys());
  const drifting = createDataset([
    ...dataset.columns,
    numericColumn(
      "price",
      Array.from(times, (time) => time / 500 + random()),
    ),
  ]);
  const late = target.map((y, row) => (row > 1_000 && random() < 0.6 ? 1 : y));
  const calm = trainPrediction(dataset, target, options({ recipe: "logistic", times }));
  expect(calm.drift?.drifted).toBe(false);
  const moved = trainPrediction(drifting, late, options({ recipe: "logistic", times }));
  expect(moved.drift?.drifted).toBe(true);
  expect(moved.drift?.columns[0]?.column).toBe("price");
});

it("trainPrediction() asks about columns that together give the outcome away", () => {
  const { dataset } = simulate(500, 12, () => 0);
  const [a, b] = dataset.columns;
  if (a?.kind !== "numeric" || b?.kind !== "numeric") throw new TypeError("numeric");
  const sum = a.values.map((value, row) => value + (b.values[row] ?? 0));
  const report = trainPrediction(dataset, sum, {
    ...options({ folds: 3 }),
    task: { kind: "regression" },
    classes: [],
  });
  expect(
    report.suspects.map(({ column, reason }) => `${column} ${reason.code}`).toSorted(),
  ).toEqual(["a gives-away-together", "b gives-away-together"]);
});

it("trainPrediction() stops when told to", () => {
  const { dataset, target } = simulate(500, 7, (a) => a);
  const cancel = options({ onProgress: (share) => !(share > 0.3) });
  expect(() => trainPrediction(dataset, target, cancel)).toThrow("cancelled");
});

it("trainPrediction() predicts numbers and classes", () => {
  const { dataset, truth } = simulate(300, 8, (a, b) => 3 * a * b);
  const number = trainPrediction(
    dataset,
    truth.map((p) => 100 * p),
    {
      ...options(),
      task: { kind: "regression" },
      classes: [],
    },
  );
  expect(number.judgement.metrics.r2).toBeGreaterThan(0.7);
  const classes = trainPrediction(
    dataset,
    truth.map((p) => Math.floor(p * 2.999)),
    {
      ...options(),
      task: { kind: "multiclass", classes: 3 },
      folds: 3,
      classes: ["low", "middle", "high"],
    },
  );
  expect(classes.judgement.metrics.accuracy).toBeGreaterThan(0.7);
  expect(classes.judgement.metrics.auc).toBeGreaterThan(0.9);
});

it("trainPrediction() keeps the simple rival of several classes where it tells them apart better, and stores it", () => {
  const random = seededRandom(12);
  const drawn = (margin: (a: number, b: number) => number) => {
    const { dataset } = simulate(900, 12, () => 0);
    const [a, b] = dataset.columns.map((column) =>
      column.kind === "numeric" ? column.values : [],
    );
    const target = Float64Array.from({ length: dataset.rows }, (_, row) => {
      const powers = [0, 1, 2].map((label) =>
        Math.exp((label - 1) * margin(Number(a?.[row]), Number(b?.[row]))),
      );
      const draw = random() * powers.reduce((sum, power) => sum + power, 0);
      return draw < Number(powers[0]) ? 0 : draw < Number(powers[0]) + Number(powers[1]) ? 1 : 2;
    });
    const classes = ["low", "middle", "high"];
    const task = { kind: "multiclass", classes: 3 } as const;
    return {
      dataset,
      report: trainPrediction(dataset, target, { ...options({ folds: 3 }), task, classes }),
    };
  };
  const { dataset, report } = drawn((a, b) => 2 * a - 1.5 * b);
  expect(report).toMatchObject({ recipe: "logistic", verdict: "usable" });
  expect(report.judgement.metrics.ece).toBeLessThan(0.06);
  const revived = parseModel(JSON.parse(JSON.stringify(report.model)));
  expect(scoreDataset(revived, dataset)).toEqual(scoreDataset(report.model, dataset));
  expect(drawn((a, b) => 6 * a * b).report.recipe).toBe("boosting");
});

it("parseModel() reads back what was stored, and scoreDataset() scores the same", () => {
  const { dataset, target } = simulate(600, 9, (a) => 2 * a);
  for (const recipe of ["logistic", "boosting"] as const) {
    const { model } = trainPrediction(dataset, target, options({ recipe }));
    const revived = parseModel(JSON.parse(JSON.stringify(model)));
    expect(scoreDataset(revived, dataset)).toEqual(scoreDataset(model, dataset));
  }
});

it("parseModel() refuses other versions, unknown fields and trees that are none, all issues at once", () => {
  const { dataset, target } = simulate(300, 10, (a) => 2 * a);
  const { model } = trainPrediction(dataset, target, options({ recipe: "boosting" }));
  const broken = JSON.parse(JSON.stringify(model)) as {
    version: number;
    extra?: number;
    predictor: { trees: { left: number[] }[] };
  };
  broken.version = 2;
  broken.extra = 1;
  const [tree] = broken.predictor.trees;
  if (tree !== undefined) tree.left[0] = 0;
  const issues = (() => {
    try {
      parseModel(broken);
      return [];
    } catch (error) {
      return (error as { issues: readonly { path: string; message: string }[] }).issues;
    }
  })();
  expect(issues.map((issue) => issue.path).toSorted()).toEqual([
    "",
    "predictor.trees.0",
    "version",
  ]);
});

it("parseModel() refuses coefficients that do not belong to the columns", () => {
  const { dataset, target } = simulate(300, 11, (a) => 2 * a);
  const { model } = trainPrediction(dataset, target, options({ recipe: "logistic" }));
  const broken = JSON.parse(JSON.stringify(model)) as { predictor: { coefficients: number[] } };
  broken.predictor.coefficients.pop();
  expect(() => parseModel(broken)).toThrow("not a model");
});
