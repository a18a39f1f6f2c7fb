import type { Score } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { readScores } from "./read-scores.ts";
import { scoreRecords } from "./score-records.ts";

/**
 * The scores of some leads with everything known at `asOf`, computed now, not when the queue comes to them: for who must
 * decide on the event that has just arrived. Empty where no usable model is in force.
 */
export async function refreshScores(
  trx: WorkspaceTransaction,
  ids: readonly string[],
  asOf: Date,
): Promise<readonly Score[]> {
  await scoreRecords(trx, "lead", ids, asOf);
  return readScores(trx, { object: "lead", ids });
}
