import { AppError, newId } from "@causeway/kernel";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import type { JsonValue } from "./json.ts";
import type { JobsTables, RunState } from "./tables.ts";

/** A piece of work of several steps, each of which happens once however often the process dies. */
export interface Run {
  readonly id: string;
  readonly kind: string;
  readonly state: RunState;
  readonly input: JsonValue;
  readonly detail: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

export interface FinishedStep {
  readonly name: string;
  readonly result: JsonValue;
  readonly finishedAt: Date;
}

/**
 * Opens a run, or finds the one that the same trigger opened before: `idempotencyKey` is unique within a kind.
 * `isNew` tells which; enqueue the job that works it off in the same transaction.
 */
export async function startRun(
  trx: WorkspaceTransaction,
  input: { readonly kind: string; readonly idempotencyKey: string; readonly input: JsonValue },
): Promise<{ readonly run: Run; readonly isNew: boolean }> {
  const tables = trx.$extendTables<JobsTables>();
  const inserted = await tables
    .insertInto("runs")
    .values({
      id: newId(),
      kind: input.kind,
      idempotency_key: input.idempotencyKey,
      state: "running",
      input: JSON.stringify(input.input),
      detail: null,
      finished_at: null,
    })
    .onConflict((conflict) => conflict.columns(["kind", "idempotency_key"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted) return { run: presentRun(inserted), isNew: true };
  const found = await tables
    .selectFrom("runs")
    .selectAll()
    .where("kind", "=", input.kind)
    .where("idempotency_key", "=", input.idempotencyKey)
    .executeTakeFirstOrThrow();
  return { run: presentRun(found), isNew: false };
}

/**
 * Does one step of a run: `work` and the row that records its result commit together, so after a crash the step is
 * either not done at all or its stored result is given back. Steps of one run wait for each other.
 * Results pass through JSON on the first time too, so that a replay sees the same value.
 * Throws AppError("conflict") once the run is no longer running (cancelled, vetoed, finished).
 */
export async function runStep<Result extends JsonValue>(
  workspace: Pick<WorkspaceDatabase, "transaction">,
  runId: string,
  name: string,
  work: (trx: WorkspaceTransaction) => Promise<Result>,
): Promise<Result> {
  return workspace.transaction(async (trx) => {
    const tables = trx.$extendTables<JobsTables>();
    const run = await lockRun(trx, runId);
    const done = await tables
      .selectFrom("run_steps")
      .select("result")
      .where("run_id", "=", runId)
      .where("name", "=", name)
      .executeTakeFirst();
    if (done) return done.result as Result;
    if (run.state !== "running") {
      throw new AppError("conflict", {
        zh: "这次运行已停下，不会继续",
        en: `The run is ${run.state}; it does not go on`,
      });
    }
    const { result } = await tables
      .insertInto("run_steps")
      .values({ run_id: runId, name, result: JSON.stringify(await work(trx)) })
      .returning("result")
      .executeTakeFirstOrThrow();
    return result as Result;
  });
}

/** Throws AppError("not-found"). */
async function lockRun(trx: WorkspaceTransaction, runId: string) {
  const run = await trx
    .$extendTables<JobsTables>()
    .selectFrom("runs")
    .select("state")
    .where("id", "=", runId)
    .forUpdate()
    .executeTakeFirst();
  if (run) return run;
  throw new AppError("not-found", {
    zh: `没有这次运行（${runId}）`,
    en: `There is no run ${runId}`,
  });
}

const changes: Readonly<Record<RunState, readonly RunState[]>> = {
  running: ["waiting", "done", "failed", "cancelled"],
  waiting: ["running", "done", "failed", "cancelled"],
  failed: ["running", "cancelled"],
  done: [],
  cancelled: [],
};

/**
 * Changes the state of a run; to the state it has, does nothing. Throws AppError("not-found"), or
 * AppError("conflict") where the change makes no sense (a cancelled run is not done later).
 */
export async function changeRun(
  trx: WorkspaceTransaction,
  runId: string,
  state: RunState,
  detail: string | null = null,
): Promise<void> {
  const tables = trx.$extendTables<JobsTables>();
  const run = await lockRun(trx, runId);
  if (run.state === state) return;
  if (!changes[run.state].includes(state)) {
    throw new AppError("conflict", {
      zh: "这次运行现在的状态不允许此操作",
      en: `A run that is ${run.state} cannot become ${state}`,
    });
  }
  const isOpen = state === "running" || state === "waiting";
  await tables
    .updateTable("runs")
    .set({ state, detail, finished_at: isOpen ? null : new Date() })
    .where("id", "=", runId)
    .execute();
}

/** A run with its finished steps in the order they were done; undefined where there is none. */
export async function readRun(
  trx: WorkspaceTransaction,
  runId: string,
): Promise<(Run & { readonly steps: readonly FinishedStep[] }) | undefined> {
  const tables = trx.$extendTables<JobsTables>();
  const run = await tables
    .selectFrom("runs")
    .selectAll()
    .where("id", "=", runId)
    .executeTakeFirst();
  if (!run) return undefined;
  const steps = await tables
    .selectFrom("run_steps")
    .select(["name", "result", "finished_at as finishedAt"])
    .where("run_id", "=", runId)
    .orderBy("ordinal")
    .execute();
  return { ...presentRun(run), steps };
}

function presentRun(row: {
  readonly id: string;
  readonly kind: string;
  readonly state: RunState;
  readonly input: JsonValue;
  readonly detail: string | null;
  readonly started_at: Date;
  readonly finished_at: Date | null;
}): Run {
  const { id, kind, state, input, detail } = row;
  return { id, kind, state, input, detail, startedAt: row.started_at, finishedAt: row.finished_at };
}
