import { wordsOf } from "@causeway/kernel";
import {
  retryConflicts,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import type { Schema } from "@causeway/platform-schema";
import { type Kysely, sql, type Updateable } from "kysely";
import { newestFirst } from "../lists/sort-term.ts";
import { isTableBusy } from "../metadata/alter-table.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { whenFree } from "../metadata/when-free.ts";
import { cutText } from "../search/cut-text.ts";
import { dropTotals } from "../totals/drop-totals.ts";
import { keepTotals } from "../totals/keep-totals.ts";
import { sumUpTotals } from "../totals/sum-up-totals.ts";
import { allViewShapes } from "../views/view-shapes.ts";
import { type IndexTables, isThere } from "./index-tables.ts";
import { buildStatement, indexName, type ListIndex } from "./list-index.ts";
import { chooseToBuild, chooseToYield, type IndexRow } from "./room.ts";
import { wantedIndexes } from "./wanted-indexes.ts";
import { wishIndexes } from "./wish-indexes.ts";

export interface KeepIndexesOptions {
  readonly now: Date;
  /** Ends the work between two indexes. */
  readonly signal?: AbortSignal;
  /** Tables with fewer records get none; 20,000 unless given. */
  readonly smallest?: number;
  /** Builds once more what failed before. */
  readonly retries?: boolean;
}

export interface KeptIndexes {
  readonly built: number;
  readonly dropped: number;
}

const unusedDays = 30;
const dayMs = 86_400_000;
const attempts = 10;

/**
 * Brings the indexes for lists up to date while others work: those that saved views need are wished for, those that
 * nobody has used for a month or whose field is gone are dropped (after a week where others wait for their room), those
 * that are wanted are built, one at a time.
 */
export async function keepIndexes(
  workspace: WorkspaceDatabase,
  { now, signal, smallest, retries = false }: KeepIndexesOptions,
): Promise<KeptIndexes> {
  const { schema, forViews } = await workspace.transaction(async (trx) => {
    const schema = await readSchema(trx);
    return { schema, forViews: await wishForViews(trx, schema, smallest) };
  });
  await workspace.transaction((trx) => noteUse(trx, now));
  const rows = await workspace.transaction(readIndexes, { readOnly: true });
  let dropped = 0;
  const over = rows.filter((each) => isOver(each, { schema, forViews, now }));
  const kept = rows.filter((row) => !over.includes(row));
  for (const row of [...over, ...chooseToYield(kept, now)]) {
    if (await dropUnlessBusy(workspace, row)) dropped++;
  }
  for (const { name, kind } of kept) {
    if (kind === "totals") await workspace.transaction((trx) => sumUpTotals(trx, name));
  }
  let built = 0;
  const tried = new Set<string>();
  while (signal?.aborted !== true) {
    // Read again each time: others may have been wished for meanwhile.
    const left = (await workspace.transaction(readIndexes)).filter(
      ({ name, state }) =>
        state === "ready" || (!tried.has(name) && (retries || state !== "failed")),
    );
    const [next] = chooseToBuild(left);
    if (next === undefined) break;
    tried.add(next.name);
    if (await build(workspace, next, { schema, now, signal })) built++;
  }
  return { built, dropped };
}

/** Names of the indexes that saved views are read by. */
async function wishForViews(
  trx: WorkspaceTransaction,
  schema: Schema,
  smallest: number | undefined,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const { object, filter, sort } of await allViewShapes(trx, schema)) {
    const wanted = wantedIndexes(schema, object, { filter, sort: sort ?? newestFirst });
    await wishIndexes(trx, schema, wanted, "view", smallest);
    for (const index of wanted) {
      const target = schema.objects.find(({ name }) => name === index.object);
      const name = target && indexName(target, index);
      if (name) names.add(name);
    }
  }
  await sql`update list_indexes set reason = case when name = any(${[...names]}) then 'view' else 'use' end
    where reason <> 'hand'`.execute(trx);
  return names;
}

async function noteUse(trx: WorkspaceTransaction, now: Date): Promise<void> {
  await sql`update list_indexes set scans = s.idx_scan, used_at = ${now}
    from pg_stat_user_indexes s
    where s.schemaname = current_schema() and s.indexrelname = name and s.idx_scan <> scans`.execute(
    trx,
  );
}

interface Standing {
  readonly schema: Schema;
  readonly forViews: ReadonlySet<string>;
  readonly now: Date;
}

/** Whether an index has no reason any more: unused, or no longer what the object's fields would make. */
function isOver(row: IndexRow, { schema, forViews, now }: Standing): boolean {
  if (forViews.has(row.name)) return false;
  const object = schema.objects.find(({ name }) => name === row.object);
  if (!object || indexName(object, toListIndex(row)) !== row.name) return true;
  if (row.reason === "hand") return false;
  return now.getTime() - row.used_at.getTime() > unusedDays * dayMs;
}

interface BuildOptions extends Pick<Standing, "schema" | "now"> {
  readonly signal: AbortSignal | undefined;
}

async function build(
  workspace: WorkspaceDatabase,
  row: IndexRow,
  { schema, now, signal }: BuildOptions,
): Promise<boolean> {
  await setState(workspace, row.name, { state: "building" });
  try {
    if (row.kind === "totals") {
      // Which says itself when they are there: in the transaction that makes them whole.
      const work = () => keepTotals(workspace, toListIndex(row), now);
      return (await whenFree(work, signal)) ?? false;
    }
    if (!(await buildIndex(workspace, schema, row))) return false;
  } catch (error) {
    const { zh, en } = wordsOf(error);
    const words = {
      zh: `建立失败：${cutText(zh, 500)}`,
      en: `It could not be built: ${cutText(en, 500)}`,
    };
    await setState(workspace, row.name, { state: "failed", error: JSON.stringify(words) });
    return false;
  }
  await setState(workspace, row.name, { state: "ready", built_at: now, used_at: now });
  return true;
}

async function buildIndex(
  workspace: WorkspaceDatabase,
  schema: Schema,
  row: IndexRow,
): Promise<boolean> {
  const object = schema.objects.find(({ name }) => name === row.object);
  const wanted = object && buildStatement(object, toListIndex(row));
  if (wanted === undefined) return false;
  // Another index of the same table that is built meanwhile is a deadlock for one of the two.
  await retryConflicts(async () => {
    await dropHalfBuilt(workspace, row.name);
    await workspace.alterOutsideTransaction(wanted.statement);
  }, attempts);
  // An expression has statistics of its own, which exist only from the next look on; and only pages that are known to be
  // visible to all are counted in the index alone.
  const tidy = sql`vacuum (analyze) ${sql.table(`record_${row.object}`)}`;
  await retryConflicts(() => workspace.alterOutsideTransaction(tidy), attempts);
  return true;
}

function toListIndex({ sorted_by: sortedBy, ...row }: IndexRow): ListIndex & { name: string } {
  const { name, object, kind, fields, carried } = row;
  return { name, object, kind, fields, sortedBy, carried };
}

/** What a crash left half built serves nobody and costs every write. */
function dropHalfBuilt(workspace: WorkspaceDatabase, name: string): Promise<void> {
  return workspace.alterOutsideTransaction(sql`drop index concurrently if exists ${sql.id(name)}`);
}

/** Takes an index away, together with the memory of it: where lists are slow without it, it comes back. */
export async function drop(
  workspace: WorkspaceDatabase,
  { name, kind, object }: Pick<IndexRow, "name" | "kind" | "object">,
): Promise<void> {
  if (kind === "totals") return dropTotals(workspace, { object, name });
  await retryConflicts(() => dropHalfBuilt(workspace, name), attempts);
  await workspace.transaction((trx) =>
    tables(trx).deleteFrom("list_indexes").where("name", "=", name).execute(),
  );
}

/** What a backup reads stays until the next night. */
async function dropUnlessBusy(workspace: WorkspaceDatabase, row: IndexRow): Promise<boolean> {
  try {
    await drop(workspace, row);
    return true;
  } catch (error) {
    if (!isTableBusy(error)) throw error;
    return false;
  }
}

async function setState(
  workspace: WorkspaceDatabase,
  name: string,
  change: Updateable<IndexTables["list_indexes"]>,
): Promise<void> {
  await workspace.transaction((trx) =>
    tables(trx).updateTable("list_indexes").set(change).where("name", "=", name).execute(),
  );
}

/**
 * All indexes on demand, in the order in which they were wished for. What PostgreSQL's catalog does not show is wanted,
 * whatever was noted: with a column that is removed or converted PostgreSQL drops every index that has it.
 */
export async function readIndexes(trx: WorkspaceTransaction): Promise<readonly IndexRow[]> {
  const rows = await tables(trx)
    .selectFrom("list_indexes")
    .selectAll()
    .select(isThere.as("is_there"))
    .orderBy("created_at")
    .orderBy("name")
    .execute();
  return rows.map(({ is_there, ...row }) =>
    row.state === "ready" && !is_there ? { ...row, state: "wanted" } : row,
  );
}

function tables(trx: WorkspaceTransaction): Kysely<IndexTables> {
  return trx.$extendTables<IndexTables>();
}
