import { type Clock, newId } from "@causeway/kernel";
import { readSchema } from "@causeway/module-records";
import type { ModelCard } from "@causeway/platform-contract";
import {
  retryConflicts,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { objectNamed } from "@causeway/platform-schema";
import { announceScores } from "../announce.ts";
import { trainingDataset } from "../lead/lead-dataset.ts";
import { type LeadFeature, leadFeatures } from "../lead/lead-features.ts";
import { cutoffsFor } from "../scoring/grade.ts";
import { markAllStale } from "../scoring/stale-scores.ts";
import type { PredictionTables } from "../tables.ts";
import type { StoredLeadModel } from "./lead-model.ts";
import { modelCard } from "./model-card.ts";
import { trainInThread } from "./train-in-thread.ts";
import type { LeadTrainingResult } from "./train-lead-model.ts";
import { readTrainingSet, type TrainingSet } from "./training-set.ts";

export const leadGrade = "lead-grade";

export interface TrainOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly signal: AbortSignal;
}

const leastLeads = 60;
const leastOfOutcome = 15;

/**
 * Trains the lead grade on the workspace's own closed leads and puts the new version in force: scores of open leads become
 * stale, and where there is no signal they are removed. Returns the model card.
 */
export async function trainLeadGrade(
  workspace: WorkspaceDatabase,
  { clock, seed, signal }: TrainOptions,
): Promise<ModelCard> {
  await workspace.transaction((trx) => beginTraining(trx, clock()));
  try {
    const features = await workspace.transaction((trx) => readFeatures(trx), { readOnly: true });
    const set = await readTrainingSet(workspace);
    const result = isEnough(set)
      ? await trainInThread(
          {
            dataset: trainingDataset(features, set.facts),
            won: set.won,
            lead: set.lead,
            createdMs: set.createdMs,
            isFirst: set.isFirst,
            seed,
          },
          { signal, onProgress: throttled((share) => reportProgress(workspace, share)) },
        )
      : undefined;
    const trainedAt = clock();
    return await retryConflicts(() =>
      workspace.transaction((trx) => saveModel(trx, { set, features, result, trainedAt })),
    );
  } finally {
    await workspace.transaction((trx) => endTraining(trx));
  }
}

/** The features that leads have in this workspace today. */
export async function readFeatures(trx: WorkspaceTransaction): Promise<readonly LeadFeature[]> {
  return leadFeatures(objectNamed(await readSchema(trx), "lead").fields);
}

function isEnough({ leads, won, isFirst }: TrainingSet): boolean {
  const positives = won.reduce((sum, value, row) => sum + value * (isFirst[row] ?? 0), 0);
  return leads >= leastLeads && Math.min(positives, leads - positives) >= leastOfOutcome;
}

async function beginTraining(trx: WorkspaceTransaction, startedAt: Date): Promise<void> {
  await trx
    .$extendTables<PredictionTables>()
    .insertInto("trainings")
    .values({ prediction: leadGrade, started_at: startedAt, progress: 0 })
    .onConflict((conflict) =>
      conflict.column("prediction").doUpdateSet({ started_at: startedAt, progress: 0 }),
    )
    .execute();
  await announceScores(trx);
}

async function endTraining(trx: WorkspaceTransaction): Promise<void> {
  await trx
    .$extendTables<PredictionTables>()
    .deleteFrom("trainings")
    .where("prediction", "=", leadGrade)
    .execute();
  await announceScores(trx);
}

/** Runs `report` for a share at a time, never two at once; what comes meanwhile is dropped, for the next will tell. */
function throttled(report: (share: number) => Promise<void>): (share: number) => void {
  let isBusy = false;
  return (share) => {
    if (isBusy) return;
    isBusy = true;
    void report(share).finally(() => {
      isBusy = false;
    });
  };
}

async function reportProgress(workspace: WorkspaceDatabase, share: number): Promise<void> {
  await workspace
    .transaction((trx) =>
      trx
        .$extendTables<PredictionTables>()
        .updateTable("trainings")
        .set({ progress: share })
        .where("prediction", "=", leadGrade)
        .execute(),
    )
    // Progress is a courtesy: a lost report must not end the training.
    .catch(() => undefined);
}

interface Trained {
  readonly set: TrainingSet;
  readonly features: readonly LeadFeature[];
  readonly result: LeadTrainingResult | undefined;
  readonly trainedAt: Date;
}

async function saveModel(trx: WorkspaceTransaction, trained: Trained): Promise<ModelCard> {
  const tables = trx.$extendTables<PredictionTables>();
  const last = await tables
    .selectFrom("models")
    .select((expression) => expression.fn.max("version").as("version"))
    .where("prediction", "=", leadGrade)
    .executeTakeFirst();
  const id = newId(trained.trainedAt.getTime());
  const card = modelCard({ ...trained, id, version: (last?.version ?? 0) + 1 });
  const model = card.verdict === "usable" ? storedModel(trained.result) : null;
  await tables
    .insertInto("models")
    .values({
      id,
      prediction: leadGrade,
      version: card.version,
      verdict: card.verdict,
      trained_at: trained.trainedAt,
      card: JSON.stringify(card) as unknown as ModelCard,
      model: model === null ? null : (JSON.stringify(model) as unknown as StoredLeadModel),
    })
    .execute();
  if (model === null) await tables.deleteFrom("scores").where("object", "=", "lead").execute();
  else await markAllStale(trx);
  await announceScores(trx);
  return card;
}

function storedModel(result: LeadTrainingResult | undefined): StoredLeadModel | null {
  if (result === undefined) return null;
  return {
    saved: result.report.model,
    baseRate: result.baseRate,
    cutoffs: cutoffsFor(result.baseRate),
    record: [...result.record],
  };
}
