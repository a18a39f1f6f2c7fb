import type { WorkspaceId } from "@causeway/kernel";
import type { Database, WorkspaceDatabase } from "@causeway/platform-database";
import { readTombstones, tombstonesChannel } from "./tombstones.ts";

/** The tombstones of workspaces, from memory where it can: asked with every event. */
export interface TombstoneDirectory {
  find(workspace: WorkspaceDatabase): ReadonlySet<string> | Promise<ReadonlySet<string>>;
  /** Reads those of a workspace anew the next time: this process has just changed them. */
  forget(workspace: WorkspaceId): void;
  close(): Promise<void>;
}

/**
 * Keeps what it found until a workspace says that its tombstones changed; nothing while the connection that would say so
 * is broken.
 */
export async function createTombstoneDirectory(
  database: Pick<Database, "listen" | "isListening">,
): Promise<TombstoneDirectory> {
  const found = new Map<WorkspaceId, ReadonlySet<string>>();
  let generation = 0;
  const forgetAll = () => {
    generation++;
    found.clear();
  };
  const stop = await database.listen(tombstonesChannel, forgetAll);
  const read = async (workspace: WorkspaceDatabase): Promise<ReadonlySet<string>> => {
    const startedAt = generation;
    const hashes = await workspace.transaction(readTombstones, { readOnly: true });
    if (generation === startedAt && database.isListening()) found.set(workspace.id, hashes);
    return hashes;
  };
  return {
    find(workspace) {
      if (!database.isListening()) forgetAll();
      return found.get(workspace.id) ?? read(workspace);
    },
    forget: forgetAll,
    close: stop,
  };
}
