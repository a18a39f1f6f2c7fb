import { systemClock } from "@causeway/kernel";
import { applyKeptTombstones, readKeptTombstones } from "@causeway/module-privacy";
import { tombstoneKey } from "@causeway/platform-audit";
import type { Database, WorkspaceDatabase } from "@causeway/platform-database";
import type { Jobs } from "@causeway/platform-jobs";
import { z } from "zod";

const line = z.object({ erasure: z.uuid(), hashes: z.array(z.string().max(100)) });

/** The tombstones of a workspace, one erasure a line. */
export async function readTombstoneLines(workspace: WorkspaceDatabase): Promise<string> {
  const kept = await workspace.transaction(readKeptTombstones, { readOnly: true });
  return kept.map((each) => `${JSON.stringify(each)}\n`).join("");
}

/** Puts the tombstones of such lines in force; returns the erasures that began. Throws where a line is none. */
export function applyTombstones(
  {
    workspace,
    database,
    jobs,
  }: {
    readonly workspace: WorkspaceDatabase;
    readonly database: Pick<Database, "secrets">;
    readonly jobs: Pick<Jobs, "send">;
  },
  text: string,
): Promise<readonly string[]> {
  const lines = text.split("\n").filter((each) => each.trim() !== "");
  const kept = lines.map((each) => line.parse(JSON.parse(each)));
  const key = tombstoneKey(database.secrets);
  const actor = { kind: "system", id: "restore" };
  return applyKeptTombstones(workspace, kept, actor, { jobs, key, clock: systemClock });
}
