import { setImmediate as turn } from "node:timers/promises";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { derivedOf } from "../../store/derived-values.ts";
import { importTables } from "../import-tables.ts";
import { loadRows, type StoredImport } from "../load-import.ts";
import type { ImportPlan } from "../rows/import-plan.ts";
import { type ReadRow, readRow } from "../rows/read-row.ts";

/** How long the rows that are read may keep the thread from the chunk that is being written. */
const sliceMs = 3;

/**
 * Hands out the rows of an import chunk by chunk. While PostgreSQL writes one, the next is loaded on a connection of its own
 * and its cells are read; what stands in its cells is looked up by the chunk itself, which sees what those before it made.
 */
export interface ReadAhead {
  /** The rows after those that are done, at most `limit`; from now on those behind them are read. */
  next(trx: WorkspaceTransaction, stored: StoredImport, limit: number): Promise<readonly ReadRow[]>;
  /** Until nothing is being read. Not to be waited for inside of a transaction: two such could wait for one connection. */
  settled(): Promise<void>;
}

export function createReadAhead(workspace: WorkspaceDatabase, plan: ImportPlan): ReadAhead {
  let ready: readonly ReadRow[] = [];
  let reading: Promise<unknown> | undefined;

  async function readBehind(stored: StoredImport, after: number, limit: number): Promise<void> {
    const source = await workspace.transaction(
      (trx) => loadRows(trx, stored.id, { after, limit }),
      { readOnly: true },
    );
    const rows: ReadRow[] = [];
    let since = performance.now();
    for (const row of source) {
      rows.push(readFor(stored, plan, row));
      if (performance.now() - since < sliceMs) continue;
      await turn();
      since = performance.now();
    }
    // What was read behind a chunk that was rolled back is behind nothing any more.
    ready = ready.at(-1)?.number === after ? [...ready, ...rows] : rows;
  }

  return {
    async next(trx, stored, limit) {
      const known = ready[0]?.number === stored.done + 1 ? ready.slice(0, limit) : [];
      const isCurrent = known.length > 0 && (await areKept(trx, stored, known));
      const rows = isCurrent
        ? known
        : (await loadRows(trx, stored.id, { after: stored.done, limit })).map((row) =>
            readFor(stored, plan, row),
          );
      ready = isCurrent ? ready.slice(known.length) : [];
      const last = (ready.at(-1) ?? rows.at(-1))?.number;
      if (last !== undefined && last < stored.row_count && ready.length < limit) {
        // What goes wrong here goes wrong again where the chunk loads its rows itself.
        const behind = readBehind(stored, last, limit).catch(() => undefined);
        // One of a chunk that was rolled back may still be at work.
        reading = Promise.all([reading, behind]);
      }
      return rows;
    },
    async settled() {
      await reading;
      reading = undefined;
    },
  };
}

/** Of rows that are likely to make records also what every new record is stored with. */
function readFor(
  stored: StoredImport,
  plan: ImportPlan,
  source: Parameters<typeof readRow>[1],
): ReadRow {
  const row = readRow(plan, source);
  const isLikelyNew = stored.created * 2 > stored.done;
  return isLikelyNew ? { ...row, derived: derivedOf(plan.object, row.values) } : row;
}

/** Whether none of the rows was emptied since it was read: the person whom it named may have been erased. */
async function areKept(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  rows: readonly ReadRow[],
): Promise<boolean> {
  const { emptied } = await importTables(trx)
    .selectFrom("import_rows")
    .select((eb) => eb.fn.countAll<number>().as("emptied"))
    .where("import_id", "=", stored.id)
    .where("number", ">", stored.done)
    .where("number", "<=", rows.at(-1)?.number ?? 0)
    .where(sql<boolean>`cells = '{}'`)
    .executeTakeFirstOrThrow();
  return Number(emptied) === rows.filter(({ cells }) => cells.length === 0).length;
}
