import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { numericColumn } from "../dataset/column-from-values.ts";
import { createDataset } from "../dataset/dataset.ts";
import { fitLogistic } from "../linear/fit-logistic.ts";
import { sigmoid } from "../linear/sigmoid.ts";
import { logLoss } from "../metrics/binary-metrics.ts";
import { predict } from "../model/predictor.ts";
import { fitRecipe } from "./fit-recipe.ts";

function simulate(rows: number, seed: number) {
  const random = seededRandom(seed);
  const columns = Array.from({ length: 40 }, () => Array.from({ length: rows }, () => random()));
  const target = Float64Array.from({ length: rows }, (_, row) =>
    random() < sigmoid(4 * (columns[0]?.[row] ?? 0) - 2) ? 1 : 0,
  );
  const dataset = createDataset(columns.map((values, place) => numericColumn(`x${place}`, values)));
  return { dataset, target };
}

it("fitRecipe() shrinks a regression on few rows and many columns until it predicts", () => {
  const { dataset, target } = simulate(120, 1);
  const fresh = simulate(2_000, 2);
  const task = { kind: "binary" } as const;
  const tuned = fitRecipe("logistic", task, dataset, target, { random: seededRandom(1) });
  const lossOf = (model: typeof tuned) =>
    logLoss(predict(model, fresh.dataset)[0] ?? new Float64Array(0), fresh.target);
  expect(lossOf(tuned)).toBeLessThan(lossOf(fitLogistic(dataset, target)) - 0.02);
});

it("fitRecipe() cancels between rounds", () => {
  const { dataset, target } = simulate(120, 3);
  let rounds = 0;
  const options = { random: seededRandom(1), onRound: () => ++rounds < 5 };
  const fit = () => fitRecipe("boosting", { kind: "binary" }, dataset, target, options);
  expect(fit).toThrow("cancelled");
  expect(rounds).toBe(5);
});

it("fitRecipe() keeps a prediction from moving against a monotone column, whatever the recipe", () => {
  const random = seededRandom(5);
  const rank = Array.from({ length: 600 }, () => Math.floor(random() * 3));
  const other = rank.map((value) => value + random());
  // In this sample the rank speaks against winning, once `other` is known.
  const target = Float64Array.from(rank, (value, row) =>
    random() < sigmoid(2 * (other[row] ?? 0) - 3 * value) ? 1 : 0,
  );
  const dataset = createDataset([numericColumn("rank", rank), numericColumn("other", other)]);
  const asked = createDataset([
    numericColumn("rank", [0, 1, 2]),
    numericColumn("other", [1, 1, 1]),
  ]);
  const ask = (
    recipe: "logistic" | "boosting",
    monotone: Readonly<Record<string, 1 | -1>> = {},
  ) => {
    const options = { random: seededRandom(1), monotone };
    const model = fitRecipe(recipe, { kind: "binary" }, dataset, target, options);
    const [low = 0, middle = 0, high = 0] = predict(model, asked)[0] ?? [];
    return { low, middle, high };
  };
  for (const recipe of ["logistic", "boosting"] as const) {
    const free = ask(recipe);
    expect(free.high).toBeLessThan(free.low);
    const held = ask(recipe, { rank: 1 });
    expect(held.middle).toBeGreaterThanOrEqual(held.low);
    expect(held.high).toBeGreaterThanOrEqual(held.middle);
  }
});
