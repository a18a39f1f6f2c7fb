import { AppError } from "@causeway/kernel";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { StoredRecord } from "../store/record-table.ts";
import { survivorsOf } from "./find-merges.ts";

/**
 * Throws AppError("conflict") where one of the records was merged into another: nothing changes it any more. The details name
 * the one that stands for it, as `mergedInto`.
 */
export async function refuseMerged(
  trx: WorkspaceTransaction,
  records: readonly Pick<StoredRecord, "id" | "deletedAt">[],
): Promise<void> {
  const gone = records.filter(({ deletedAt }) => deletedAt !== null).map(({ id }) => id);
  const [mergedInto] = (await survivorsOf(trx, gone)).values();
  if (mergedInto === undefined) return;
  throw new AppError(
    "conflict",
    {
      zh: "这条记录已合并到另一条，请修改那一条，或在它的历史里撤销合并",
      en: "This record was merged into another: change that one, or take the merge back in its history",
    },
    { details: { mergedInto } },
  );
}
