import { bootstrapInterval, selectRows } from "@causeway/engine-learning";
import type { Random } from "@causeway/kernel";
import { predictedValues } from "../scoring/predicted-values.ts";
import type { Estimate, PreviousModel, TrainingRequest } from "./train-model.ts";

/** A new version beside the one in force, on held-out cases that came after all that both had learned from. */
export interface Comparison {
  readonly cases: number;
  /** By how much the loss falls. */
  readonly gain: Estimate | null;
  readonly verdict: "better" | "same" | "worse" | "unknown";
}

interface Held {
  readonly rows: Uint32Array;
  readonly target: Float64Array;
  readonly predicted: Float64Array;
  readonly groups: Int32Array;
  readonly random: Random;
}

const leastCases = 50;
const level = 0.9;

/** Log loss (absolute error for a number) of both versions, case by case. */
export function compareModels(
  { atMs, task }: TrainingRequest,
  previous: PreviousModel,
  { rows, target, predicted, groups, random }: Held,
): Comparison {
  const fresh = Array.from(rows.keys()).filter(
    (place) => (atMs[rows[place] as number] as number) > previous.toMs,
  );
  if (fresh.length < leastCases) return { cases: fresh.length, gain: null, verdict: "unknown" };
  const old = predictedValues(
    previous,
    selectRows(
      previous.dataset,
      fresh.map((place) => rows[place] as number),
    ),
  );
  const gains = Float64Array.from(fresh, (place, index) => {
    const actual = target[place] as number;
    return (
      lossOf(task, old[index] as number, actual) - lossOf(task, predicted[place] as number, actual)
    );
  });
  const mean = (values: Float64Array) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const { low, high } = bootstrapInterval(gains, gains, mean, {
    random,
    level,
    groups: Int32Array.from(fresh, (place) => groups[place] as number),
  });
  const verdict = low > 0 ? "better" : high < 0 ? "worse" : "same";
  return { cases: fresh.length, gain: { value: mean(gains), low, high }, verdict };
}

function lossOf(task: TrainingRequest["task"], predicted: number, actual: number): number {
  if (task === "regression") return Math.abs(predicted - actual);
  const p = Math.min(1 - 1e-6, Math.max(1e-6, predicted));
  return -Math.log(actual > 0.5 ? p : 1 - p);
}
