import type { WorkspaceId } from "@causeway/kernel";
import type { Database, WorkspaceDatabase } from "@causeway/platform-database";
import { readTombstones, tombstonesChannel } from "./tombstones.ts";

/** The tombstones of workspaces, from memory where it can: asked with every event. */
export interface TombstoneDirectory {
  find(workspace: WorkspaceDatabase): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

/** Keeps what it found until a workspace says that its tombstones changed. */
export async function createTombstoneDirectory(
  database: Pick<Database, "listen">,
): Promise<TombstoneDirectory> {
  const found = new Map<WorkspaceId, ReadonlySet<string>>();
  let generation = 0;
  const stop = await database.listen(tombstonesChannel, () => {
    generation++;
    found.clear();
  });
  return {
    async find(workspace) {
      const known = found.get(workspace.id);
      if (known !== undefined) return known;
      const startedAt = generation;
      const hashes = await workspace.transaction(readTombstones, { readOnly: true });
      if (generation === startedAt) found.set(workspace.id, hashes);
      return hashes;
    },
    close: stop,
  };
}
