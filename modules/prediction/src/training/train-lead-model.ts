import {
  areaUnderRoc,
  bootstrapInterval,
  brierScore,
  type Dataset,
  type Interval,
  type ReliabilityBin,
  reliabilityCurve,
  type TrainingReport,
  trainPrediction,
} from "@causeway/engine-learning";
import { seededRandom } from "@causeway/kernel";
import { pastRecord } from "../scoring/past-record.ts";
import type { PastRecord } from "./lead-model.ts";

/** What a worker thread needs to train; everything can be cloned. */
export interface LeadTrainingRequest {
  readonly dataset: Dataset;
  readonly won: Float64Array;
  readonly lead: Int32Array;
  readonly createdMs: Float64Array;
  readonly isFirst: Uint8Array;
  readonly seed: number;
}

interface Estimate extends Interval {
  readonly value: number;
}

/** What the thread gives back. */
export interface LeadTrainingResult {
  readonly report: Omit<TrainingReport, "held">;
  readonly baseRate: number;
  readonly auc: Estimate;
  readonly accuracy: Estimate;
  readonly brier: Estimate;
  readonly calibration: readonly ReliabilityBin[];
  readonly record: readonly PastRecord[];
}

const folds = 5;
const dayMs = 86_400_000;

/**
 * Trains the lead grade: later leads are judged by models of earlier ones where the leads spread over time, else by folds
 * that keep the looks of one lead together. Intervals draw whole leads.
 */
export function trainLeadModel(
  request: LeadTrainingRequest,
  onProgress: (share: number) => boolean,
): LeadTrainingResult {
  const random = seededRandom(request.seed);
  const { held, ...report } = trainPrediction(request.dataset, request.won, {
    task: { kind: "binary" },
    targetName: "won",
    classes: ["lost", "won"],
    random,
    folds,
    groups: request.lead,
    ...(spreadsOverTime(request.createdMs) && { times: request.createdMs }),
    onProgress,
  });
  const [probabilities = new Float64Array(0)] = held.predicted;
  const groups = Int32Array.from(held.rows, (row) => request.lead[row] as number);
  const estimate = (
    score: (predicted: Float64Array, target: Float64Array) => number,
  ): Estimate => ({
    value: score(probabilities, held.target),
    ...bootstrapInterval(probabilities, held.target, score, { random, groups }),
  });
  const first = Array.from(held.rows.keys()).filter(
    (place) => request.isFirst[held.rows[place] as number] === 1,
  );
  const pick = (values: Float64Array) =>
    Float64Array.from(first, (place) => values[place] as number);
  return {
    report,
    baseRate: request.won.reduce((sum, won) => sum + won, 0) / request.won.length,
    auc: estimate(areaUnderRoc),
    accuracy: estimate(accuracy),
    brier: estimate(brierScore),
    calibration: reliabilityCurve(probabilities, held.target),
    record: pastRecord(pick(probabilities), pick(held.target)),
  };
}

function accuracy(probabilities: Float64Array, won: Float64Array): number {
  const right = probabilities.reduce(
    (sum, probability, row) => sum + (probability >= 0.5 === (won[row] ?? 0) > 0.5 ? 1 : 0),
    0,
  );
  return right / won.length;
}

/** An import of one afternoon has no time order worth the name. */
function spreadsOverTime(createdMs: Float64Array): boolean {
  return new Set(Array.from(createdMs, (time) => Math.floor(time / dayMs))).size >= 4 * folds;
}
