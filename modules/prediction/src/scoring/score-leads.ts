import {
  contributions,
  type Dataset,
  linearErrors,
  margins,
  predictorColumns,
  scoreDataset,
  sigmoid,
} from "@causeway/engine-learning";
import { normalQuantile } from "@causeway/engine-statistics";
import type { StoredRecord } from "@causeway/module-records";
import type { Reason, Score } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { announceScores } from "../announce.ts";
import { scoringDataset } from "../lead/lead-dataset.ts";
import { readLeadFacts, readLeads } from "../lead/lead-facts.ts";
import type { LeadFacts, LeadFeature } from "../lead/lead-features.ts";
import type { PredictionTables } from "../tables.ts";
import type { LeadModel } from "../training/lead-model.ts";
import { readFeatures } from "../training/train-lead-grade.ts";
import type { CurrentModel } from "./current-model.ts";
import { gradeOf } from "./grade.ts";
import { rateInterval, similarCases } from "./past-record.ts";
import { reasonsFor } from "./reasons.ts";

const intervalLevel = 0.9;

/** Computes and stores the scores of leads, as known at `asOf`. Deleted leads lose theirs. */
export async function scoreLeads(
  trx: WorkspaceTransaction,
  current: CurrentModel,
  ids: readonly string[],
  asOf: Date,
): Promise<void> {
  const leads = await readLeads(trx, ids);
  const features = await readFeatures(trx);
  const facts = await readLeadFacts(
    trx,
    leads.map((lead) => ({ lead, at: asOf })),
  );
  const scores = leadScores(current.model, features, facts);
  await dropScores(
    trx,
    ids.filter((id) => !leads.some((lead) => lead.id === id)),
  );
  await saveScores(trx, current, leads, scores, asOf);
  await announceScores(trx);
}

/** One lead's score without its place and time. */
export type LeadScore = Pick<Score, "grade" | "probability" | "low" | "high" | "similar"> & {
  readonly reasons: readonly Reason[];
};

/** The scores of leads with the given facts, in their order. */
export function leadScores(
  model: LeadModel,
  features: readonly LeadFeature[],
  facts: readonly LeadFacts[],
): readonly LeadScore[] {
  const { saved, baseRate, cutoffs, record } = model;
  const shapes = predictorColumns(saved.predictor);
  const dataset = scoringDataset(shapes, features, facts);
  const [probabilities = new Float64Array(0)] = scoreDataset(saved, dataset);
  const { values } = contributions(saved.predictor, dataset);
  const intervals = intervalsOf(model, dataset, probabilities);
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  return facts.map((fact, row) => {
    const probability = probabilities[row] ?? baseRate;
    const parts = shapes.flatMap(({ name }, column) => {
      const feature = byName.get(name);
      if (feature === undefined) return [];
      return [{ feature, amount: values[row * shapes.length + column] ?? 0 }];
    });
    const similar = similarCases(record, probability);
    return {
      probability,
      ...(intervals[row] ?? { low: probability, high: probability }),
      grade: gradeOf(probability, cutoffs),
      reasons: reasonsFor(parts, fact, baseRate, probability),
      similar: similar ?? null,
    };
  });
}

/**
 * 90 % intervals: for a regression from the coefficients' covariance, through the calibration; for trees from the record of
 * held-out leads scored alike (Wilson), widened to hold the probability itself.
 */
function intervalsOf(
  { saved, record }: LeadModel,
  dataset: Dataset,
  probabilities: Float64Array,
): readonly { low: number; high: number }[] {
  const { predictor, calibration } = saved;
  if (predictor.kind === "boosting") {
    return Array.from(probabilities, (probability) => {
      const similar = similarCases(record, probability);
      if (similar === undefined) return { low: 0, high: 1 };
      const { low, high } = rateInterval(similar.won, similar.cases, intervalLevel);
      return { low: Math.min(low, probability), high: Math.max(high, probability) };
    });
  }
  const [slope, intercept] =
    calibration?.kind === "platt" ? [calibration.slope, calibration.intercept] : [1, 0];
  const reach = normalQuantile(1 - (1 - intervalLevel) / 2);
  const [logits = new Float64Array(0)] = margins(predictor, dataset);
  const errors = linearErrors(predictor, dataset);
  return Array.from(logits, (logit, row) => {
    const spread = reach * (errors[row] ?? 0);
    return {
      low: sigmoid(slope * (logit - spread) + intercept),
      high: sigmoid(slope * (logit + spread) + intercept),
    };
  });
}

async function dropScores(trx: WorkspaceTransaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .$extendTables<PredictionTables>()
    .deleteFrom("scores")
    .where("object", "=", "lead")
    .where("record_id", "in", ids)
    .execute();
}

async function saveScores(
  trx: WorkspaceTransaction,
  current: CurrentModel,
  leads: readonly StoredRecord[],
  scores: readonly LeadScore[],
  asOf: Date,
): Promise<void> {
  const rows = scores.flatMap((score, place) => {
    const lead = leads[place];
    if (lead === undefined) return [];
    return [
      {
        object: "lead",
        record_id: lead.id,
        model_id: current.id,
        grade: score.grade,
        probability: score.probability,
        low: score.low,
        high: score.high,
        base_rate: current.model.baseRate,
        reasons: JSON.stringify(score.reasons) as unknown as readonly Reason[],
        similar_cases:
          score.similar === null
            ? null
            : (JSON.stringify(score.similar) as unknown as Score["similar"]),
        as_of: asOf,
        computed_at: asOf,
      },
    ];
  });
  if (rows.length === 0) return;
  await trx
    .$extendTables<PredictionTables>()
    .insertInto("scores")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["object", "record_id"]).doUpdateSet((expression) => ({
        model_id: expression.ref("excluded.model_id"),
        grade: expression.ref("excluded.grade"),
        probability: expression.ref("excluded.probability"),
        low: expression.ref("excluded.low"),
        high: expression.ref("excluded.high"),
        base_rate: expression.ref("excluded.base_rate"),
        reasons: expression.ref("excluded.reasons"),
        similar_cases: expression.ref("excluded.similar_cases"),
        as_of: expression.ref("excluded.as_of"),
        computed_at: expression.ref("excluded.computed_at"),
      })),
    )
    .execute();
}
