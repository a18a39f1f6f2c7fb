import { setTimeout as wait } from "node:timers/promises";
import { type Clock, newId } from "@causeway/kernel";
import { readSchema } from "@causeway/module-records";
import type { ModelCard, PredictionDefinition } from "@causeway/platform-contract";
import {
  retryConflicts,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { sql } from "kysely";
import { announceScores } from "../announce.ts";
import { type Logged, longTailed, scoringDataset, trainingDataset } from "../datasets/columns.ts";
import type { Feature } from "../datasets/feature.ts";
import { dayMs } from "../datasets/moments.ts";
import { isEnough, readTrainingSet, type TrainingSet } from "../datasets/training-set.ts";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import { bindIn, readPrediction } from "../definitions/definition-store.ts";
import { populationWords } from "../definitions/definition-words.ts";
import { currentModel } from "../scoring/current-model.ts";
import { askedColumns } from "../scoring/predicted-values.ts";
import type { PredictionTables } from "../tables.ts";
import { curveGrid } from "./curve-spans.ts";
import { modelCard } from "./model-card.ts";
import { oneOfEach } from "./one-of-each.ts";
import { applyPromotionRule } from "./promote-model.ts";
import { saveVersion } from "./save-version.ts";
import { shortenHorizon, tellingHorizonDays } from "./shorten-horizon.ts";
import { trainInThread } from "./train-in-thread.ts";
import type { TrainingRequest } from "./train-model.ts";

export interface TrainOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Share of the progress that is reading. */
const readingShare = 0.4;

/**
 * Trains a new version of a prediction on the workspace's own records and puts it in force where the rule of the
 * definition says so. Returns its card; undefined where somebody cancelled.
 */
export async function runTraining(
  workspace: WorkspaceDatabase,
  name: string,
  { clock, seed, signal }: TrainOptions,
): Promise<ModelCard | undefined> {
  await workspace.transaction((trx) => beginTraining(trx, name, clock()));
  const watch = watchTraining(workspace, name, signal);
  try {
    const nowMs = clock().getTime();
    const { bound, set, shortenedFromDays } = await readTelling(workspace, name, {
      nowMs,
      signal: watch.signal,
      onProgress: (share) => watch.report("reading", readingShare * share),
    });
    // A number is predicted from numbers as they are: a price follows a price, not its logarithm.
    const logged: Logged =
      bound.task === "binary" ? await longTailed(bound.features, set.cells) : new Set<string>();
    const request = isEnough(bound.task, set)
      ? await requestOf(workspace, bound, set, logged, { seed, nowMs })
      : undefined;
    const result =
      request &&
      (await trainInThread(request, {
        signal: watch.signal,
        onProgress: (share) => watch.report("learning", readingShare + (1 - readingShare) * share),
      }));
    const trainedAt = clock();
    return await retryConflicts(() =>
      workspace.transaction(async (trx) => {
        if (await isCancelled(trx, name)) return undefined;
        const id = newId(trainedAt.getTime());
        const card = modelCard({
          ...{ id, trainedAt, bound, set, result, shortenedFromDays },
          version: await nextVersion(trx, name),
          comparedWith: result?.compared ? await currentVersion(trx, name) : undefined,
          population: populationWords(bound.definition, await readSchema(trx)),
          dataAsOf: await latestFact(trx),
        });
        await saveVersion(trx, { card, bound, set, logged, result });
        await applyPromotionRule(trx, bound, card);
        await announceScores(trx);
        return card;
      }),
    );
  } catch (error) {
    if (watch.isCancelled()) return undefined;
    throw error;
  } finally {
    await watch.stop();
    await workspace.transaction((trx) => endTraining(trx, name));
  }
}

/** The definition and its cases; a ready curve whose horizon tells nothing takes one that does first. */
async function readTelling(
  workspace: WorkspaceDatabase,
  name: string,
  options: Parameters<typeof readTrainingSet>[2],
) {
  const read = async () => {
    const bound = await workspace.transaction(
      async (trx) => bindIn(trx, (await readPrediction(trx, name)).definition),
      { readOnly: true },
    );
    return { bound, set: await readTrainingSet(workspace, bound, options) };
  };
  const first = await read();
  const { definition, outcome } = first.bound;
  const days = outcome.isCurve ? tellingHorizonDays(first.set, outcome.horizonMs) : undefined;
  const isShortened =
    days !== undefined &&
    (await workspace.transaction((trx) => shortenHorizon(trx, definition, days)));
  return isShortened
    ? { ...(await read()), shortenedFromDays: Math.round(outcome.horizonMs / dayMs) }
    : { ...first, shortenedFromDays: undefined };
}

async function requestOf(
  workspace: WorkspaceDatabase,
  { definition, features, task, outcome }: BoundDefinition,
  set: TrainingSet,
  logged: Logged,
  { seed, nowMs }: { readonly seed: number; readonly nowMs: number },
): Promise<TrainingRequest> {
  const current = await workspace.transaction((trx) => currentModel(trx, definition.name), {
    readOnly: true,
  });
  const to = current?.card.to;
  return {
    task,
    dataset: await trainingDataset(features, set.cells, new Set(definition.exclude), logged),
    target: set.target,
    record: set.record,
    atMs: set.atMs,
    firstMs: set.firstMs,
    // What is scored before a date is scored at every lead time; its record must be of all of them.
    isTold: definition.moment.kind === "date" ? oneOfEach(set.record) : set.isFirst,
    resolvedMs: set.resolvedMs,
    horizonMs: outcome.horizonMs,
    curve: outcome.isCurve
      ? {
          ...curveGrid(outcome.horizonMs / dayMs),
          ...{ atMs: set.atMs, seenMs: set.seenMs, ended: set.ended, nowMs },
        }
      : null,
    targetName: targetNameOf(definition),
    monotone: monotoneOf(features),
    seed,
    previous:
      current && to
        ? {
            saved: current.model.saved,
            curve: current.model.curve,
            dataset: scoringDataset(
              askedColumns(current.model),
              features,
              set.cells,
              current.model.logged,
            ),
            toMs: Date.parse(to),
          }
        : null,
  };
}

function monotoneOf(features: readonly Feature[]): TrainingRequest["monotone"] {
  return Object.fromEntries(
    features.flatMap(({ name, monotone }) => (monotone === undefined ? [] : [[name, monotone]])),
  );
}

/** What the leak detector takes for the outcome's own words. */
function targetNameOf({ outcome, name }: PredictionDefinition): string {
  return outcome.kind === "condition" ? name : outcome.field;
}

async function nextVersion(trx: WorkspaceTransaction, name: string): Promise<number> {
  const last = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("models")
    .select((expression) => expression.fn.max("version").as("version"))
    .where("prediction", "=", name)
    .executeTakeFirst();
  return (last?.version ?? 0) + 1;
}

async function currentVersion(
  trx: WorkspaceTransaction,
  name: string,
): Promise<number | undefined> {
  return (await currentModel(trx, name))?.card.version;
}

/** When the latest touchpoint or change of a record became known. */
async function latestFact(trx: WorkspaceTransaction): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select greatest(
      (select max(received_at) from touchpoints),
      (select max(recorded_at) from record_changes)) as at`.execute(trx);
  return rows[0]?.at ?? null;
}

async function beginTraining(
  trx: WorkspaceTransaction,
  prediction: string,
  startedAt: Date,
): Promise<void> {
  const begun = { started_at: startedAt, progress: 0, phase: "reading", cancelled: false } as const;
  await trx
    .$extendTables<PredictionTables>()
    .insertInto("trainings")
    .values({ prediction, ...begun })
    .onConflict((conflict) => conflict.column("prediction").doUpdateSet(begun))
    .execute();
  await announceScores(trx);
}

async function endTraining(trx: WorkspaceTransaction, prediction: string): Promise<void> {
  await trx
    .$extendTables<PredictionTables>()
    .deleteFrom("trainings")
    .where("prediction", "=", prediction)
    .execute();
  await announceScores(trx);
}

/** Asks a running training to end. False where none runs. */
export async function cancelTraining(
  trx: WorkspaceTransaction,
  prediction: string,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .$extendTables<PredictionTables>()
    .updateTable("trainings")
    .set({ cancelled: true })
    .where("prediction", "=", prediction)
    .executeTakeFirst();
  await announceScores(trx);
  return numUpdatedRows > 0n;
}

/** Whether somebody has cancelled up to now; nobody can until the transaction ends. */
async function isCancelled(trx: WorkspaceTransaction, prediction: string): Promise<boolean> {
  const row = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("trainings")
    .select("cancelled")
    .where("prediction", "=", prediction)
    .forUpdate()
    .executeTakeFirst();
  return row?.cancelled ?? false;
}

const lookMs = 400;

/** Writes down how far a training is, a few times a second at most, and hears when somebody cancels it. */
function watchTraining(workspace: WorkspaceDatabase, prediction: string, outer: AbortSignal) {
  const cancel = new AbortController();
  const done = new AbortController();
  let state = { phase: "reading" as "reading" | "learning", progress: 0 };
  const look = async () => {
    while (!done.signal.aborted) {
      const row = await workspace.transaction((trx) =>
        trx
          .$extendTables<PredictionTables>()
          .updateTable("trainings")
          .set(state)
          .where("prediction", "=", prediction)
          .returning("cancelled")
          .executeTakeFirst(),
      );
      if (row?.cancelled) cancel.abort();
      await wait(lookMs, undefined, { signal: done.signal }).catch(() => undefined);
    }
  };
  // Progress is a courtesy: a lost report must not end the training.
  const looking = look().catch(() => undefined);
  return {
    signal: AbortSignal.any([outer, cancel.signal]),
    isCancelled: () => cancel.signal.aborted,
    report(phase: "reading" | "learning", progress: number) {
      state = { phase, progress };
    },
    async stop() {
      done.abort();
      await looking;
    },
  };
}
