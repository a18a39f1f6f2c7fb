import { retryConflicts, type WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { applyBatch } from "./apply-batch.ts";
import { ensureCursors } from "./ensure-cursors.ts";
import { createProgress, type Progress } from "./progress.ts";
import { orderProjections, type Projection } from "./projection.ts";

const smallest = 50;
const largest = 4_000;

/**
 * Applies what the log holds to all projections, batch by batch, until none has anything left that is final.
 * Each goes at its own pace, so that a slow one does not hold up those it builds on. Batches grow and shrink with the time
 * they take, far below two seconds. Returns the number of events applied.
 * A projection that fails stays where it is, with its reason in `projectionStatus`; the others go on, then its error is thrown.
 */
export async function runProjections(
  workspace: WorkspaceDatabase,
  projections: readonly Projection[],
  signal?: AbortSignal,
): Promise<number> {
  const ordered = orderProjections(projections);
  await ensureCursors(workspace, ordered);
  const runs = new Map<string, Run>();
  for (const projection of ordered) {
    const ground = (projection.after ?? []).flatMap((name) => runs.get(name) ?? []);
    const progress = createProgress();
    const done = follow(workspace, projection, { ground, progress, signal });
    runs.set(projection.name, { progress, done });
  }
  const outcomes = await Promise.allSettled([...runs.values()].map(({ done }) => done));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return outcomes.reduce(
    (total, outcome) => total + (outcome.status === "fulfilled" ? outcome.value : 0),
    0,
  );
}

interface Run {
  readonly progress: Progress;
  readonly done: Promise<number>;
}

interface Following {
  /** What it builds on. */
  readonly ground: readonly Run[];
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
}

/** Applies batches until there is nothing left and the projections it builds on have ended as well. */
async function follow(
  workspace: WorkspaceDatabase,
  projection: Projection,
  { ground, progress, signal }: Following,
): Promise<number> {
  let isGroundDone = ground.length === 0;
  const groundDone = Promise.allSettled(ground.map(({ done }) => done)).then(() => {
    isGroundDone = true;
  });
  let size = 500;
  let total = 0;
  while (!signal?.aborted) {
    // Asked before the batch: what the ground did last must still be seen.
    const isLastLook = isGroundDone;
    const groundMoves = ground.map((run) => run.progress.next());
    const startedAt = performance.now();
    const count = await attempt(workspace, projection, size);
    size = nextSize(size, count, performance.now() - startedAt);
    total += count;
    if (count > 0) progress.made();
    else if (isLastLook) break;
    else await Promise.race([groundDone, ...groundMoves]);
  }
  return total;
}

async function attempt(
  workspace: WorkspaceDatabase,
  projection: Projection,
  size: number,
): Promise<number> {
  try {
    return await retryConflicts(() => applyBatch(workspace, projection, size));
  } catch (error) {
    await recordError(workspace, projection, error);
    throw error;
  }
}

async function recordError(
  workspace: WorkspaceDatabase,
  projection: Projection,
  error: unknown,
): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  await workspace.transaction((trx) =>
    sql`update projections set error = ${message.slice(0, 1_000)}
      where name = ${projection.name}`.execute(trx),
  );
}

function nextSize(size: number, count: number, tookMs: number): number {
  if (tookMs > 800) return Math.max(smallest, Math.floor(size / 2));
  return tookMs < 250 && count === size ? Math.min(largest, size * 2) : size;
}
