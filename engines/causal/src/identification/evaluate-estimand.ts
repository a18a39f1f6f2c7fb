import type { Estimand } from "./estimand.ts";
import { divide, type Factor, multiply, sumOut, unitFactor } from "./factor.ts";
import { type LatentModel, marginalOf } from "./random-model.ts";

/** The value of an estimand under a model, as a table over its free variables. */
export function evaluateEstimand(estimand: Estimand, model: LatentModel): Factor {
  switch (estimand.kind) {
    case "probability": {
      const joint = marginalOf(model, [...estimand.of, ...estimand.given]);
      return estimand.given.length === 0 ? joint : divide(joint, sumOut(joint, estimand.of));
    }
    case "product":
      return estimand.factors
        .map((factor) => evaluateEstimand(factor, model))
        .reduce(multiply, unitFactor);
    case "quotient":
      return divide(
        evaluateEstimand(estimand.numerator, model),
        evaluateEstimand(estimand.denominator, model),
      );
    case "sum":
      return sumOut(evaluateEstimand(estimand.of, model), estimand.over);
  }
}
