import { AppError } from "@causeway/kernel";
import { consentOfRecord } from "@causeway/module-identity";
import type { WorkspaceTransaction } from "@causeway/platform-database";

const reasons = {
  refused: {
    zh: "此人拒绝了自动化决策，因此不评分，智能体也不会为其运行",
    en: "This person refused automated decisions: there is no score, and no agent runs for them.",
  },
  "not-given": {
    zh: "此人尚未同意自动化决策，因此不评分，智能体也不会为其运行",
    en: "This person has not agreed to automated decisions yet: there is no score, and no agent runs for them.",
  },
};

/** Says why somebody has no score where it is that they did not agree to one. Throws AppError("not-found"). */
export async function requireJudged(
  trx: WorkspaceTransaction,
  record: { readonly object: string; readonly id: string },
): Promise<void> {
  const verdict = await consentOfRecord(trx, record, "automated-decisions");
  if (!verdict.allowed) throw new AppError("not-found", reasons[verdict.reason]);
}
