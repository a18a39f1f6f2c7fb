import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createDataset, numericColumn } from "@causeway/engine-learning";
import { type Random, seededRandom } from "@causeway/kernel";
import { expect, it, vi } from "vitest";
import { conditionalEffects } from "./conditional-effects.ts";
import type { EffectProblem } from "./effect-problem.ts";
import { estimateEffect } from "./estimate-effect.ts";
import { upliftCurve } from "./uplift-curve.ts";

// Real computing: a machine busy with other suites needs its time.
vi.setConfig({ testTimeout: 120_000 });

const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** The treatment helps by `slope` for each unit of x. */
function simulate(slope: number, seed: number): EffectProblem & { readonly truth: Float64Array } {
  const random = seededRandom(seed);
  const x = Float64Array.from({ length: 3000 }, () => normal(random));
  const treatment = x.map((value) => Number(random() < 1 / (1 + Math.exp(-0.6 * value))));
  const truth = x.map((value) => 1 + slope * value);
  const outcome = x.map(
    (value, row) => value + (treatment[row] as number) * (truth[row] as number) + normal(random),
  );
  const covariates = createDataset([numericColumn("x", [...x])]);
  return { outcome, treatment, isBinary: true, covariates, truth };
}

it("conditionalEffects() ranks those first whom the treatment helps most", () => {
  const { truth, ...problem } = simulate(1, 2);
  const { effects, curve } = conditionalEffects(problem, 1);
  const error = effects.reduce((sum, value, row) => sum + (value - (truth[row] as number)) ** 2, 0);
  expect(Math.sqrt(error / effects.length)).toBeLessThan(0.3);
  expect(curve.isUseful).toBe(true);
  // For effects 1 + x with x normal the area is ∫ φ(z)·Φ(z)… = 1 / (2√π).
  expect(Math.abs(curve.qini - 1 / (2 * Math.sqrt(Math.PI)))).toBeLessThan(3 * curve.standardError);
  expect(curve.points.at(-1)?.share).toBe(1);
});

it("conditionalEffects() does not call a ranking useful where all effects are alike", () => {
  const useful = [3, 4, 5, 6].filter(
    (seed) => conditionalEffects(simulate(0, seed), 1).curve.isUseful,
  );
  expect(useful.length).toBeLessThanOrEqual(1);
});

it("upliftCurve() is the cumulated gain, best cases first", () => {
  const curve = upliftCurve(Float64Array.of(1, 3, 2, 0), Float64Array.of(2, 6, 4, 0), 4);
  expect(curve.points.map(({ gain }) => gain)).toEqual([0, 1.5, 2.5, 3, 3]);
  expect(curve.qini).toBeCloseTo((0.375 * 3 + 0.125 * 1 + 0.125 * 1 + 0.375 * 3) / 4, 12);
});

const folder = process.env["CAUSEWAY_TEST_DATA"] ?? "../shared/data";
const data = fileURLToPath(
  new URL(`${folder.replace(/\/?$/, "/")}ihdp/`, new URL("../../../../", import.meta.url)),
);

function readIhdp(file: number) {
  const rows = readFileSync(`${data}ihdp_npci_${file}.csv`, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(",").map(Number));
  const column = (place: number) => rows.map((row) => row[place] ?? Number.NaN);
  const covariates = createDataset(
    Array.from({ length: 25 }, (_, index) => numericColumn(`x${index + 1}`, column(index + 5))),
  );
  const effects = rows.map((row) => (row[4] ?? 0) - (row[3] ?? 0));
  const problem: EffectProblem = {
    treatment: Float64Array.from(column(0)),
    outcome: Float64Array.from(column(1)),
    isBinary: true,
    covariates,
  };
  return { problem, effects, truth: effects.reduce((a, b) => a + b, 0) / effects.length };
}

it.skipIf(!existsSync(data))(
  "estimateEffect() errs on ihdp no more than published methods do (BART .23, causal forest .18, CFR .25)",
  { timeout: 120_000 },
  () => {
    const errors = [1, 2, 3, 4, 5].map((file) => {
      const { problem, truth } = readIhdp(file);
      const answer = estimateEffect(problem, { method: "aipw", estimand: "ate", seed: 1 });
      expect(answer.estimate, JSON.stringify(answer.checks)).not.toBeNull();
      return Math.abs((answer.estimate ?? Number.NaN) - truth);
    });
    const mean = errors.reduce((a, b) => a + b, 0) / errors.length;
    const figures = `errors ${errors.map((error) => error.toFixed(3)).join(", ")}, mean ${mean.toFixed(3)}`;
    if (process.env["CAUSEWAY_LONG_TESTS"]) process.stdout.write(`ihdp: ${figures}\n`);
    expect(mean, figures).toBeLessThan(0.23);
  },
);
