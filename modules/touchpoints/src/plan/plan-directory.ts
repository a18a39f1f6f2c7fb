import type { WorkspaceId } from "@causeway/kernel";
import type { Database, WorkspaceDatabase } from "@causeway/platform-database";
import { sourcesChannel } from "../log/channels.ts";
import { readPlannedTypes, readUnknownRule } from "./plan-store.ts";
import { type Plan, planOf } from "./plan-violation.ts";

/** The plan of a workspace, from memory where it can. */
export interface PlanDirectory {
  /** Null where nothing is ever held back. */
  find(workspace: WorkspaceDatabase): Plan | null | Promise<Plan | null>;
  close(): Promise<void>;
}

/** Keeps what it found until a workspace says that its sources or its plan changed. */
export async function createPlanDirectory(
  database: Pick<Database, "listen">,
): Promise<PlanDirectory> {
  const found = new Map<WorkspaceId, Plan | null>();
  let generation = 0;
  const stop = await database.listen(sourcesChannel, () => {
    generation++;
    found.clear();
  });
  const read = async (workspace: WorkspaceDatabase): Promise<Plan | null> => {
    const startedAt = generation;
    const plan = await workspace.transaction(
      async (trx) => planOf(await readUnknownRule(trx), await readPlannedTypes(trx)),
      { readOnly: true },
    );
    if (generation === startedAt) found.set(workspace.id, plan);
    return plan;
  };
  return {
    find(workspace) {
      const known = found.get(workspace.id);
      return known === undefined ? read(workspace) : known;
    },
    close: stop,
  };
}
