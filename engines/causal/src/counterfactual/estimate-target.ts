import type { Dataset } from "@causeway/engine-learning";
import type { Dictionary } from "./dictionary.ts";
import type { OutcomeMechanism } from "./outcome-mechanism.ts";
import { rieszWeights } from "./riesz-weights.ts";
import { type RowTarget, rowTarget, type TargetKind } from "./row-target.ts";

export interface TargetProblem {
  readonly factual: Dataset;
  readonly counterfactual: Dataset;
  /** On the scale of the mechanism; NaN where unknown. */
  readonly outcome: Float64Array;
  /** As people see it: for event times not the logarithm. */
  readonly shownOutcome: Float64Array;
  readonly same: readonly boolean[];
  readonly segment: readonly number[];
  readonly mechanism: OutcomeMechanism;
  readonly dictionary: Dictionary;
}

/**
 * The mean over the segment of what abduction, action and prediction say of each row, corrected by the errors of the mechanism
 * on similar rows, with the standard error of its influence function: sampling and model error to first order (Chernozhukov,
 * Newey & Singh 2022).
 */
export function estimateTarget(
  problem: TargetProblem,
  kind: TargetKind,
): { readonly estimate: number; readonly standardError: number } {
  const { segment, outcome, mechanism, shownOutcome, same } = problem;
  const targets = segment.map((row) =>
    rowTarget(kind, {
      outcome: shownOutcome[row] as number,
      factual: mechanism.factual[row] as number,
      counterfactual: mechanism.counterfactual[row] as number,
      same: same[row] ?? false,
    }),
  );
  const plain = targets.reduce((sum, { value }) => sum + value, 0) / segment.length;
  const known = Array.from(outcome.keys()).filter((row) => !Number.isNaN(outcome[row]));
  const terms = problem.dictionary(problem.factual);
  const moved = problem.dictionary(problem.counterfactual);
  const weights = rieszWeights(terms, known, changeOf(terms, moved, segment, targets));
  const rows = outcome.length;
  const influence = new Float64Array(rows);
  let correction = 0;
  for (const [place, row] of known.entries()) {
    const error = (outcome[row] as number) - (mechanism.outOfFold[row] as number);
    const share = ((weights[place] as number) * error) / known.length;
    correction += share;
    influence[row] = share;
  }
  for (const [place, row] of segment.entries()) {
    const apart = ((targets[place]?.value ?? 0) - plain) / segment.length;
    influence[row] = (influence[row] as number) + apart;
  }
  const variance = influence.reduce((sum, value) => sum + value * value, 0);
  return { estimate: plain + correction, standardError: Math.sqrt(variance) };
}

function changeOf(
  terms: readonly Float64Array[],
  moved: readonly Float64Array[],
  segment: readonly number[],
  targets: readonly RowTarget[],
) {
  const mean = (each: (target: RowTarget, row: number) => number) =>
    targets.reduce((sum, target, place) => sum + each(target, segment[place] ?? 0), 0) /
    segment.length;
  return {
    constant: mean((target) => target.slopeFactual + target.slopeCounterfactual),
    terms: terms.map((before, term) =>
      mean(
        (target, row) =>
          target.slopeFactual * (before[row] as number) +
          target.slopeCounterfactual * (moved[term]?.[row] as number),
      ),
    ),
  };
}
