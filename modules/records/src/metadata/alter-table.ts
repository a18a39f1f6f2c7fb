import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "@causeway/kernel";
import type { Locale } from "@causeway/platform-contract";
import {
  sqlState,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { sql } from "kysely";
import { recordTable } from "../store/record-table.ts";

const lockNotAvailable = "55P03";
const lockWaitMs = 300;
const attempts = 20;
/** For an index build or a vacuum of the table to end; a vacuum that PostgreSQL began by itself gives way after a second. */
const upkeepWaitMs = 20_000;

const words = {
  zh: "这张表正在建索引或整理，现在不能更改，请稍后再试。",
  en: "An index of this table is being built or the table is being tidied; try again a little later.",
};

export interface AlteredTable {
  /** The object whose table is changed. */
  readonly table?: string;
  readonly locale?: Locale;
}

/**
 * Runs a change of tables in one transaction. It waits only a moment for its locks and tries again,
 * so that readers and writers never queue up behind a change that itself waits for a long query. What keeps a table
 * busy without keeping anybody out of it (a vacuum, an index that is built) is waited for in a mode that keeps nobody
 * out either. Throws AppError("unavailable") where the table does not become free; see `isTableBusy`.
 */
export async function alterTable<T>(
  workspace: WorkspaceDatabase,
  { table, locale = "en" }: AlteredTable,
  work: (trx: WorkspaceTransaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await workspace.alter(async (trx) => {
        if (table !== undefined) await waitForUpkeep(trx, table, locale);
        await sql.raw(`set local lock_timeout to '${lockWaitMs}ms'`).execute(trx);
        return work(trx);
      });
    } catch (error) {
      if (sqlState(error) !== lockNotAvailable) throw error;
      if (attempt === attempts) throw busy(error, locale);
      await pause(lockWaitMs);
    }
  }
}

/** Whether a change failed because others held its table for too long; nothing of it has happened. */
export function isTableBusy(error: unknown): boolean {
  return error instanceof AppError && sqlState(error.cause) === lockNotAvailable;
}

/** From here on nothing that lasts begins on the table; ordinary work goes on. */
async function waitForUpkeep(
  trx: WorkspaceTransaction,
  object: string,
  locale: Locale,
): Promise<void> {
  const found = await sql<{ oid: unknown }>`
    select to_regclass(${`record_${object}`}) as oid`.execute(trx);
  if (found.rows[0]?.oid === null) return;
  await sql.raw(`set local lock_timeout to '${upkeepWaitMs}ms'`).execute(trx);
  try {
    await sql`lock table ${recordTable(object)} in share update exclusive mode`.execute(trx);
  } catch (error) {
    throw sqlState(error) === lockNotAvailable ? busy(error, locale) : error;
  }
}

function busy(cause: unknown, locale: Locale): AppError {
  return new AppError("unavailable", words[locale], { cause });
}
