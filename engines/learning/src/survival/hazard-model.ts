import type { BoostedModel } from "../boosting/boosted-model.ts";
import { predictBoosting } from "../boosting/predict-boosting.ts";
import { type BoostingOptions, trainBoosting } from "../boosting/train-boosting.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { expandPeriods, withPeriod } from "./expand-periods.ts";

/**
 * Discrete-time hazard by boosting: every subject becomes one row per period it was seen in (numbered from 1), whose outcome is
 * whether the end came in that period; the log-loss of these rows is the survival likelihood, censoring included.
 * `periods[i]` is the number of periods seen, `events[i]` 1 where the last of them brought the end.
 * Source: Singer & Willett, Journal of Educational Statistics 18 (1993); Tutz & Schmid, Modeling Discrete Time-to-Event Data (2016).
 */
export function trainHazard(
  dataset: Dataset,
  periods: Int32Array,
  events: Float64Array,
  options: Omit<BoostingOptions, "loss" | "weights" | "validation">,
): BoostedModel {
  const expanded = expandPeriods(dataset, periods, events);
  return trainBoosting(expanded.dataset, expanded.target, {
    ...options,
    loss: { kind: "log-loss" },
  });
}

/** Survival of every row at the end of periods 1 to `horizon`: rows × horizon, row-major. */
export function predictSurvival(
  model: BoostedModel,
  dataset: Dataset,
  horizon: number,
): Float64Array {
  const survival = new Float64Array(dataset.rows * horizon);
  const alive = new Float64Array(dataset.rows).fill(1);
  for (let period = 1; period <= horizon; period++) {
    const [hazards = new Float64Array(0)] = predictBoosting(
      model,
      withPeriod(dataset, new Float64Array(dataset.rows).fill(period)),
    );
    for (let row = 0; row < dataset.rows; row++) {
      alive[row] = (alive[row] as number) * (1 - (hazards[row] as number));
      survival[row * horizon + period - 1] = alive[row] as number;
    }
  }
  return survival;
}
