import type { CausalGraph } from "@causeway/engine-graph";
import { seededRandom } from "@causeway/kernel";
import type { Estimand } from "./estimand.ts";
import { evaluateEstimand } from "./evaluate-estimand.ts";
import { divide, largestDifference, sumOut } from "./factor.ts";
import { marginalOf, randomModel } from "./random-model.ts";

export interface Query {
  readonly treatment: readonly string[];
  readonly outcome: readonly string[];
  readonly given: readonly string[];
}

/** Largest difference between estimand and truth that rounding explains. */
const tolerance = 1e-9;

/**
 * Whether the estimand equals P(outcome | do(treatment), given) in `models` random latent-variable models of the
 * graph, for every assignment of every variable, computed exactly. Two rational functions that differ
 * agree at a random point with probability zero, so one wrong formula does not pass.
 */
export function proveEstimand(
  graph: CausalGraph,
  query: Query,
  estimand: Estimand,
  options: { readonly seed?: number; readonly models?: number } = {},
): { readonly proven: boolean; readonly largestError: number } {
  const random = seededRandom(options.seed ?? 1);
  let largestError = 0;
  for (let round = 0; round < (options.models ?? 3); round++) {
    const model = randomModel(graph, random);
    const joint = marginalOf(model, [...query.outcome, ...query.given], query.treatment);
    const truth = query.given.length === 0 ? joint : divide(joint, sumOut(joint, query.outcome));
    largestError = Math.max(
      largestError,
      largestDifference(truth, evaluateEstimand(estimand, model)),
    );
  }
  return { proven: largestError <= tolerance, largestError };
}
