import type { Dataset } from "@causeway/engine-learning";
import { type Check, graded } from "./check.ts";
import type { Estimand } from "./effect-problem.ts";
import { balancingWeights } from "./estimators.ts";
import type { Nuisances } from "./propensity.ts";

/**
 * Balance: the largest standardised mean difference of a covariate between the weighted arms (Austin 2009), beyond what
 * chance alone gives with this many cases.
 */
export function checkBalance(
  covariates: Dataset,
  treatment: Float64Array,
  nuisances: Pick<Nuisances, "rawPropensity">,
  estimand: Estimand,
): Check | undefined {
  const weights = balancingWeights(treatment, nuisances, estimand);
  const differences = numbersOf(covariates).map(({ name, values }) => ({
    name,
    size: Math.abs(standardisedDifference(values, treatment, weights)),
  }));
  const largest = differences.reduce((a, b) => (b.size > a.size ? b : a), { name: "", size: -1 });
  if (largest.size < 0) return undefined;
  const treated = treatment.reduce((sum, value) => sum + value, 0);
  const chance = Math.sqrt(1 / treated + 1 / (treatment.length - treated));
  return {
    name: "balance",
    verdict: graded(largest.size, { caution: 0.1 + 2 * chance, refuse: 0.25 + 2.5 * chance }),
    says: {
      zh: `加权后两组差别最大的是“${largest.name}”：${largest.size.toFixed(2)} 个标准差。`,
      en: `After weighting the arms differ most in ${largest.name}: ${largest.size.toFixed(2)} standard deviations.`,
    },
  };
}

interface NamedNumbers {
  readonly name: string;
  readonly values: Float64Array;
}

/** Numbers as they are, categories as an indicator for each level. */
export function numbersOf(covariates: Dataset): readonly NamedNumbers[] {
  return covariates.columns.flatMap((column): NamedNumbers[] => {
    if (column.kind === "numeric") return [{ name: column.name, values: column.values }];
    return column.levels.map((level, code) => ({
      name: `${column.name} = ${level}`,
      values: Float64Array.from(column.codes, (value) =>
        value < 0 ? Number.NaN : Number(value === code),
      ),
    }));
  });
}

function standardisedDifference(
  values: Float64Array,
  treatment: Float64Array,
  weights: Float64Array,
): number {
  const weighted = [moments(values, treatment, weights, 0), moments(values, treatment, weights, 1)];
  const plain = [
    moments(values, treatment, undefined, 0),
    moments(values, treatment, undefined, 1),
  ];
  const deviation = Math.sqrt(((plain[0]?.variance ?? 0) + (plain[1]?.variance ?? 0)) / 2);
  return deviation > 0 ? ((weighted[1]?.mean ?? 0) - (weighted[0]?.mean ?? 0)) / deviation : 0;
}

function moments(
  values: Float64Array,
  treatment: Float64Array,
  weights: Float64Array | undefined,
  arm: number,
) {
  let [total, sum, squares] = [0, 0, 0];
  for (const [row, value] of values.entries()) {
    if (treatment[row] !== arm || Number.isNaN(value)) continue;
    const weight = weights ? (weights[row] as number) : 1;
    total += weight;
    sum += weight * value;
    squares += weight * value * value;
  }
  const mean = sum / total;
  return { mean, variance: Math.max(0, squares / total - mean * mean) };
}
