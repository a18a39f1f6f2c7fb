import { setTimeout as pause } from "node:timers/promises";
import {
  sqlState,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";

const lookAgainMs = 300;
/** Duplicate table, deadlock, undefined object: somebody else builds or drops it at the same moment. */
const inTheWay = new Set(["42P07", "40P01", "42704"]);

/** Whether an index of this name is there and whole. */
export async function isIndexValid(trx: WorkspaceTransaction, name: string): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_index
    where indexrelid = to_regclass(${name}) and indisvalid`.execute(trx);
  return rows.length > 0;
}

/**
 * Builds an index beside all other work unless it is there; `statement` is a `create index concurrently`. What a crash
 * left half built is dropped first. A worker that was taken for dead may be building it still, and another index of the
 * same table that is built meanwhile is a deadlock for one of the two.
 */
export async function ensureIndex(
  workspace: WorkspaceDatabase,
  name: string,
  statement: RawBuilder<unknown>,
): Promise<void> {
  for (;;) {
    // In this order: one that ends between the two is valid, and must not be taken for half built.
    const isBuilding = (await workspace.indexProgress()).has(name);
    if (await workspace.transaction((trx) => isIndexValid(trx, name), { readOnly: true })) return;
    if (isBuilding) {
      await pause(lookAgainMs);
      continue;
    }
    try {
      await workspace.alterOutsideTransaction(
        sql`drop index concurrently if exists ${sql.id(name)}`,
      );
      await workspace.alterOutsideTransaction(statement);
    } catch (error) {
      if (!inTheWay.has(sqlState(error) ?? "")) throw error;
      await pause(lookAgainMs);
    }
  }
}
