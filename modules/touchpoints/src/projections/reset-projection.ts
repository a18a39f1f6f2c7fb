import type { WorkspaceDatabase } from "@causeway/platform-database";
import { ensureCursors } from "./ensure-cursors.ts";
import { type Projection, withDependents } from "./projection.ts";
import { resetTables } from "./reset-tables.ts";

/**
 * Throws a projection and all that builds on it away, and sets their cursors back to the start of the log.
 * Runners (or `catchUpProjections`) then compute them again. Throws TypeError for an unknown name.
 */
export async function resetProjection(
  workspace: WorkspaceDatabase,
  projections: readonly Projection[],
  name: string,
): Promise<void> {
  const affected = withDependents(projections, name);
  await ensureCursors(workspace, projections);
  await resetTables(workspace, affected);
}
