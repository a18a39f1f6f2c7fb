import { AppError } from "@causeway/kernel";
import type { Locale } from "@causeway/platform-contract";
import {
  sqlState,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { sql } from "kysely";
import { transactThroughChange } from "../metadata/transact-through-change.ts";

/** A person does not wait longer for a list, and others need the server too. */
export const longestListMs = 5_000;

const queryCancelled = "57014";
const words = {
  zh: "数据量较大，这个筛选或排序在 5 秒内无法完成。请再加一个条件缩小范围，或换一种排序；常用的组合保存为视图后，系统会为它建立索引。",
  en: "This filter or order takes more than 5 seconds on so many records. Narrow it by one more condition or sort otherwise; a combination that is saved as a view gets an index of its own.",
};

/** Reads in one transaction in which no statement may take longer. Throws AppError("too-large") with what to do. */
export async function withinTime<T>(
  workspace: WorkspaceDatabase,
  read: (trx: WorkspaceTransaction) => Promise<T>,
  {
    locale = "en",
    longestMs = longestListMs,
  }: { readonly locale?: Locale; readonly longestMs?: number } = {},
): Promise<T> {
  try {
    return await transactThroughChange(
      workspace,
      async (trx) => {
        const limit = sql.raw(`set local statement_timeout to ${longestMs}`).execute(trx);
        // Sent ahead of what it limits, on the same way.
        const [result] = await Promise.all([read(trx), limit]);
        return result;
      },
      { readOnly: true },
    );
  } catch (cause) {
    if (sqlState(cause) !== queryCancelled) throw cause;
    throw new AppError("too-large", words[locale], { cause });
  }
}
