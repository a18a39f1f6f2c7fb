import { createDataset, numericColumn } from "@causeway/engine-learning";
import { type Random, seededRandom } from "@causeway/kernel";
import { expect, it, vi } from "vitest";
import type { EffectProblem } from "./effect-problem.ts";
import { type EffectMethod, estimateEffect } from "./estimate-effect.ts";

// Real computing: a machine busy with other suites needs its time.
vi.setConfig({ testTimeout: 120_000 });

const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

interface World {
  readonly rows: number;
  /** How strongly x drives the treatment. */
  readonly confounding: number;
  /** How strongly something unseen drives treatment, outcome and placebo. */
  readonly hidden?: number;
}

/** y = x + 2t + noise; the effect is 2 for everybody. */
function simulate({ rows, confounding, hidden = 0 }: World, seed: number) {
  const random = seededRandom(seed);
  const [x, t, y, placebo, z] = Array.from({ length: 5 }, () => new Float64Array(rows)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let row = 0; row < rows; row++) {
    const unseen = normal(random);
    x[row] = normal(random);
    z[row] = Number(random() < 0.5);
    const score =
      confounding * (x[row] as number) + hidden * unseen + 1.5 * ((z[row] as number) - 0.5);
    t[row] = Number(random() < 1 / (1 + Math.exp(-score)));
    placebo[row] = 0.5 * (x[row] as number) + hidden * unseen + normal(random);
    y[row] = (x[row] as number) + 2 * (t[row] as number) + hidden * unseen + normal(random);
  }
  const problem: EffectProblem = {
    outcome: y,
    treatment: t,
    isBinary: true,
    covariates: createDataset([numericColumn("x", [...x])]),
    instrument: z,
  };
  return { problem, placebo: { name: "placebo", problem: { ...problem, outcome: placebo } } };
}

it.each<EffectMethod>(["aipw", "dml", "ipw", "regression", "iv"])(
  "estimateEffect() by %s finds the true effect",
  (method) => {
    const { problem } = simulate({ rows: 3000, confounding: 0.7 }, 5);
    const answer = estimateEffect(problem, { method, estimand: "ate", seed: 1 });
    const { estimate, standardError } = answer;
    if (estimate === null || standardError === null)
      throw new Error(`refused: ${JSON.stringify(answer.checks)}`);
    expect(Math.abs(estimate - 2)).toBeLessThan(3.5 * standardError);
    expect(standardError).toBeLessThan(0.3);
  },
);

it("estimateEffect() gives the ATT, and intervals that widen with clusters alike", () => {
  const { problem } = simulate({ rows: 2000, confounding: 0.5 }, 6);
  const alone = estimateEffect(problem, { method: "aipw", estimand: "att", seed: 1 });
  expect(Math.abs((alone.estimate ?? 0) - 2)).toBeLessThan(0.3);
  const twice = (values: Float64Array) => Float64Array.from([...values, ...values]);
  const doubled: EffectProblem = {
    ...problem,
    outcome: twice(problem.outcome),
    treatment: twice(problem.treatment),
    covariates: createDataset(
      problem.covariates.columns.map((column) =>
        column.kind === "numeric" ? { ...column, values: twice(column.values) } : column,
      ),
    ),
    clusters: Int32Array.from({ length: 4000 }, (_, row) => row % 2000),
  };
  const clustered = estimateEffect(doubled, { method: "aipw", estimand: "att", seed: 1 });
  expect((clustered.standardError ?? 0) / (alone.standardError ?? 1)).toBeCloseTo(1, 1);
});

it("estimateEffect() finds the effect of one unit of a continuous treatment", () => {
  const random = seededRandom(9);
  const x = Float64Array.from({ length: 3000 }, () => normal(random));
  const dose = x.map((value) => value + normal(random));
  const y = dose.map((value, row) => 1.5 * value + 2 * (x[row] as number) + normal(random));
  const answer = estimateEffect(
    {
      outcome: y,
      treatment: dose,
      isBinary: false,
      covariates: createDataset([numericColumn("x", [...x])]),
    },
    { method: "dml", estimand: "ate", seed: 1 },
  );
  expect(answer.verdict).toBe("trusted");
  expect(Math.abs((answer.estimate ?? 0) - 1.5)).toBeLessThan(0.1);
});

/** Simulated analyses of each kind: 200 in a long run. */
const analyses = process.env["CAUSEWAY_LONG_TESTS"] ? 200 : 20;
const say = (line: string) => analyses > 100 && process.stdout.write(`${line}\n`);

it("estimateEffect() refuses at most 5 % of analyses with good overlap", {
  timeout: 1_200_000,
}, () => {
  let refused = 0;
  for (let seed = 100; seed < 100 + analyses; seed++) {
    const { problem, placebo } = simulate({ rows: 600, confounding: 0.5 }, seed);
    const { verdict } = estimateEffect(problem, { method: "aipw", estimand: "ate", seed, placebo });
    if (verdict === "refused") refused++;
  }
  say(`good overlap: ${refused} of ${analyses} refused`);
  expect(refused).toBeLessThanOrEqual(0.05 * analyses);
});

it.each([
  ["no overlap", { rows: 800, confounding: 6 }],
  ["a hidden cause that a placebo outcome shows", { rows: 800, confounding: 0.5, hidden: 1.2 }],
])(
  "estimateEffect() refuses at least 90 %% of analyses when there is %s, and gives no number",
  { timeout: 1_200_000 },
  (name, world) => {
    let refused = 0;
    for (let seed = 300; seed < 300 + analyses; seed++) {
      const { problem, placebo } = simulate(world, seed);
      const answer = estimateEffect(problem, { method: "aipw", estimand: "ate", seed, placebo });
      if (answer.verdict !== "refused") continue;
      refused++;
      expect(answer.estimate).toBeNull();
      expect(answer.interval).toBeNull();
    }
    say(`${name}: ${refused} of ${analyses} refused`);
    expect(refused).toBeGreaterThanOrEqual(0.9 * analyses);
  },
);
