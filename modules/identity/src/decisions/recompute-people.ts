import { requestRebuild } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { affectedProfiles } from "./affected-profiles.ts";
import { announceIdentityChange } from "./identity-change.ts";
import { refoldProfiles } from "./refold-profiles.ts";

/**
 * Computes all people whose events may come out differently again, with the projection held by the caller. Says whether
 * that was left to the background, because they are very many.
 */
export async function recomputePeople(
  trx: WorkspaceTransaction,
  start: readonly string[],
): Promise<boolean> {
  const profiles = await affectedProfiles(trx, start);
  if (profiles === null) {
    await requestRebuild(trx, "identity");
    return true;
  }
  if (profiles.length === 0) return false;
  const moves = await refoldProfiles(trx, profiles);
  await announceIdentityChange(trx, { profiles, moves });
  return false;
}
