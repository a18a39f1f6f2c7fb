import { rebuiltSince } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";

/** Since when the touchpoints have been computed again from the log, as ISO text; null when they are whole. */
export async function rebuildingSince(trx: WorkspaceTransaction): Promise<string | null> {
  return (await rebuiltSince(trx, "twin"))?.toISOString() ?? null;
}
