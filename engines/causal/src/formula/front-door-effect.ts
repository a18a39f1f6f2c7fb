import {
  type Column,
  createDataset,
  type Dataset,
  fitLogistic,
  fitRidge,
  predictLinear,
} from "@causeway/engine-learning";
import { createDictionary } from "../counterfactual/dictionary.ts";

/** What a front door needs: the treatment, what carries all of its effect, and the outcome. */
export interface FrontDoorProblem {
  readonly mediators: Dataset;
  readonly outcome: Float64Array;
  /** 0 or 1, or a dose. */
  readonly treatment: Float64Array;
  readonly isBinary: boolean;
}

const name = "\u0000treatment";
const doses = 15;

/**
 * The effect through mediators that carry all of it (front door: Pearl 1995), with regressions in place of tables: the outcome in
 * mediators and treatment, averaged over the treatment; and that average in the treatment. For a dose, the effect of one unit
 * more, as a straight line has it.
 */
export function frontDoorEffect(problem: FrontDoorProblem): number {
  return lineOf(carriedOutcome(problem), problem.treatment).slope;
}

/** The mean outcome were the treatment set to a value: for a dose on a straight line. */
export function frontDoorMean(problem: FrontDoorProblem, value: number): number {
  const { slope, center, middle } = lineOf(carriedOutcome(problem), problem.treatment);
  return middle + slope * (value - center);
}

/** For each row the mean outcome with its mediators, were the treatment drawn anew from all rows. */
function carriedOutcome({
  mediators,
  outcome,
  treatment,
  isBinary,
}: FrontDoorProblem): Float64Array {
  const within = (values: Float64Array): Dataset => {
    const column: Column = { kind: "numeric", name, values };
    return createDataset([column, ...mediators.columns], mediators.rows);
  };
  const rows = within(treatment);
  const dictionary = createDictionary(rows, name);
  const expand = (data: Dataset) =>
    createDataset(
      dictionary(data).map((values, index) => ({ kind: "numeric", name: `${index}`, values })),
      data.rows,
    );
  const isShare = outcome.every((value) => value === 0 || value === 1);
  const fit = isShare ? fitLogistic : fitRidge;
  const model = fit(expand(rows), outcome, { l2: 1 });
  const levels = levelsOf(treatment, isBinary);
  const carried = new Float64Array(mediators.rows);
  for (const { value, share } of levels) {
    const set = within(new Float64Array(mediators.rows).fill(value));
    const predicted = predictLinear(model, expand(set));
    for (const [row, mean] of predicted.entries())
      carried[row] = (carried[row] as number) + share * mean;
  }
  return carried;
}

function levelsOf(treatment: Float64Array, isBinary: boolean) {
  if (isBinary) {
    const share = treatment.reduce((sum, value) => sum + value, 0) / treatment.length;
    return [
      { value: 0, share: 1 - share },
      { value: 1, share },
    ];
  }
  const sorted = treatment.toSorted();
  return Array.from({ length: doses }, (_, place) => ({
    value: sorted[Math.floor(((place + 0.5) * sorted.length) / doses)] as number,
    share: 1 / doses,
  }));
}

/** A straight line; for 0 and 1 its slope is the difference of the means. */
function lineOf(values: Float64Array, treatment: Float64Array) {
  const mean = (numbers: Float64Array) =>
    numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const [center, middle] = [mean(treatment), mean(values)];
  let [together, spread] = [0, 0];
  for (const [row, dose] of treatment.entries()) {
    together += (dose - center) * ((values[row] as number) - middle);
    spread += (dose - center) ** 2;
  }
  return { slope: together / spread, center, middle };
}
