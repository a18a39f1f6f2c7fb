import { type Column, createDataset, type Dataset, selectColumns } from "@causeway/engine-learning";
import { type Check, graded } from "../estimation/check.ts";
import { type Folds, fitNuisance } from "../estimation/nuisance.ts";
import { withConstant } from "../estimation/propensity.ts";

/** Where fewer of 1000 like cases than this had the value, nothing is known of it. */
const rarest = 0.025;
const farthest = 3;
const mostValues = 10;

/**
 * Whether the data hold cases like those of the segment with the values that the intervention gives them. For few values by their
 * chance given the covariates; for a number by its distance from what is usual for such a case, in standard deviations.
 */
export function checkSupport(
  factual: Dataset,
  before: Column,
  after: Column,
  changed: readonly number[],
  folds: Folds,
): Check {
  const covariates = withConstant(selectColumns(factual, (name) => name !== before.name));
  const [old, set] = [numbersOf(before), numbersOf(after)];
  const values = new Set(changed.map((row) => set[row] as number));
  const few = before.kind === "categorical" || new Set(old).size <= mostValues;
  const alone = few
    ? countRare(covariates, old, set, changed, values, folds)
    : countFar(covariates, old, set, changed, folds);
  const share = changed.length === 0 ? 0 : alone / changed.length;
  const percent = (100 * share).toFixed(1);
  return {
    name: "overlap",
    verdict: graded(share, { caution: 0.02, refuse: 0.1 }),
    says: {
      zh: `受干预改变的个案中，${percent}% 在数据里没有取该值的同类。`,
      en: `${percent}% of the cases that the intervention changes have no counterpart with that value in the data.`,
    },
  };
}

const numbersOf = (column: Column) =>
  column.kind === "numeric" ? column.values : Float64Array.from(column.codes);

function countRare(
  covariates: Dataset,
  old: Float64Array,
  set: Float64Array,
  changed: readonly number[],
  values: ReadonlySet<number>,
  folds: Folds,
): number {
  let alone = 0;
  for (const value of values) {
    const has = old.map((other) => Number(other === value));
    const here = changed.filter((row) => set[row] === value);
    const count = has.reduce((sum, one) => sum + one, 0);
    // Fewer cases than this cannot tell what a mechanism does.
    if (count < 20) alone += here.length;
    else if (count < has.length) {
      const chance = fitNuisance(covariates, has, folds).predictions;
      alone += here.filter((row) => (chance[row] as number) < rarest).length;
    }
  }
  return alone;
}

function countFar(
  covariates: Dataset,
  old: Float64Array,
  set: Float64Array,
  changed: readonly number[],
  folds: Folds,
): number {
  const present = Array.from(old.keys()).filter((row) => !Number.isNaN(old[row]));
  const filled = old.map((value) => (Number.isNaN(value) ? 0 : value));
  const has = new Set(present);
  const usual = fitNuisance(
    createDataset(covariates.columns, covariates.rows),
    filled,
    folds,
    (row) => has.has(row),
  ).predictions;
  const left = present.map((row) => (old[row] as number) - (usual[row] as number));
  const deviation = Math.sqrt(left.reduce((sum, value) => sum + value * value, 0) / left.length);
  const observed = present.map((row) => old[row] as number);
  const [low, high] = [
    observed.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    observed.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
  return changed.filter((row) => {
    const value = set[row] as number;
    const far = Math.abs(value - (usual[row] as number)) > farthest * deviation;
    return far || value < low || value > high;
  }).length;
}
