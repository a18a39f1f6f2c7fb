import { retryConflicts, type WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { applyBatch } from "./apply-batch.ts";
import { ensureCursors } from "./ensure-cursors.ts";
import { orderProjections, type Projection } from "./projection.ts";

const smallest = 50;
const largest = 4_000;

/**
 * Applies what the log holds to all projections, batch by batch, until none has anything left that is final.
 * Batches grow and shrink with the time they take, far below two seconds. Returns the number of events applied.
 * A projection that fails stays where it is, with its reason in `projectionStatus`; the others go on, then its error is thrown.
 */
export async function runProjections(
  workspace: WorkspaceDatabase,
  projections: readonly Projection[],
  signal?: AbortSignal,
): Promise<number> {
  const ordered = orderProjections(projections);
  await ensureCursors(workspace, ordered);
  const sizes = new Map(ordered.map((projection) => [projection, 500]));
  const errors: unknown[] = [];
  let total = 0;
  let moved = true;
  while (moved) {
    moved = false;
    for (const [projection, size] of sizes) {
      if (signal?.aborted) return total;
      const startedAt = performance.now();
      try {
        const count = await retryConflicts(() => applyBatch(workspace, projection, size));
        sizes.set(projection, nextSize(size, count, performance.now() - startedAt));
        total += count;
        moved ||= count > 0;
      } catch (error) {
        sizes.delete(projection);
        errors.push(error);
        await recordError(workspace, projection, error);
      }
    }
  }
  if (errors.length > 0) throw errors[0];
  return total;
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
