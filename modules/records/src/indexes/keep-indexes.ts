import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import type { Schema } from "@causeway/platform-schema";
import { type Kysely, type Selectable, sql } from "kysely";
import { newestFirst } from "../lists/sort-term.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { allViewShapes } from "../views/view-shapes.ts";
import type { IndexTables } from "./index-tables.ts";
import { buildStatement } from "./list-index.ts";
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

type IndexRow = Selectable<IndexTables["list_indexes"]>;

/** Every index costs each write a little: so many for one object, and in all. */
export const mostIndexes = { perObject: 12, inAll: 60 } as const;
const unusedDays = 30;
const dayMs = 86_400_000;

/**
 * Brings the indexes for lists up to date while others work: those that saved views need are wished for, those that
 * nobody has used for a month or whose field is gone are dropped, those that are wanted are built, one at a time.
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
  for (const row of rows.filter((each) => isOver(each, { schema, forViews, now }))) {
    await drop(workspace, row.name);
    dropped++;
  }
  let built = 0;
  const tried = new Set<string>();
  while (signal?.aborted !== true) {
    // Read again each time: others may have been wished for meanwhile.
    const left = (await workspace.transaction(readIndexes)).filter(
      ({ name, state }) =>
        state === "ready" || (!tried.has(name) && (retries || state !== "failed")),
    );
    const [next] = chooseToBuild(left, forViews);
    if (next === undefined) break;
    tried.add(next.name);
    if (await build(workspace, schema, next, now)) built++;
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
      const statement = target && buildStatement(target, index);
      if (statement) names.add(statement.name);
    }
  }
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
  const wanted = object && buildStatement(object, { ...row, sortedBy: row.sorted_by });
  if (wanted?.name !== row.name) return true;
  return now.getTime() - row.used_at.getTime() > unusedDays * dayMs;
}

/** What is wanted and has room, views first. */
function chooseToBuild(
  rows: readonly IndexRow[],
  forViews: ReadonlySet<string>,
): readonly IndexRow[] {
  const taken = rows.filter(({ state }) => state === "ready");
  const counts = new Map<string, number>();
  for (const { object } of taken) counts.set(object, (counts.get(object) ?? 0) + 1);
  let inAll = taken.length;
  return rows
    .filter(({ state }) => state !== "ready")
    .sort((left, right) => Number(forViews.has(right.name)) - Number(forViews.has(left.name)))
    .filter(({ object }) => {
      const count = counts.get(object) ?? 0;
      if (count >= mostIndexes.perObject || inAll >= mostIndexes.inAll) return false;
      counts.set(object, count + 1);
      inAll++;
      return true;
    });
}

async function build(
  workspace: WorkspaceDatabase,
  schema: Schema,
  row: IndexRow,
  now: Date,
): Promise<boolean> {
  const object = schema.objects.find(({ name }) => name === row.object);
  const wanted = object && buildStatement(object, { ...row, sortedBy: row.sorted_by });
  if (wanted === undefined) return false;
  await setState(workspace, row.name, { state: "building" });
  try {
    // What a crash left half built serves nobody and costs every write.
    await workspace.alterOutsideTransaction(
      sql`drop index concurrently if exists ${sql.id(row.name)}`,
    );
    await workspace.alterOutsideTransaction(wanted.statement);
    // An expression has statistics of its own, which exist only from the next look on.
    await workspace.alterOutsideTransaction(sql`analyze ${sql.table(`record_${row.object}`)}`);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    await setState(workspace, row.name, { state: "failed", error: text.slice(0, 500) });
    return false;
  }
  await setState(workspace, row.name, { state: "ready", built_at: now, used_at: now });
  return true;
}

/** Takes an index away, together with the memory of it: where lists are slow without it, it comes back. */
export async function drop(workspace: WorkspaceDatabase, name: string): Promise<void> {
  await workspace.alterOutsideTransaction(sql`drop index concurrently if exists ${sql.id(name)}`);
  await workspace.transaction((trx) =>
    tables(trx).deleteFrom("list_indexes").where("name", "=", name).execute(),
  );
}

async function setState(
  workspace: WorkspaceDatabase,
  name: string,
  change: Partial<IndexRow>,
): Promise<void> {
  await workspace.transaction((trx) =>
    tables(trx).updateTable("list_indexes").set(change).where("name", "=", name).execute(),
  );
}

function readIndexes(trx: WorkspaceTransaction): Promise<readonly IndexRow[]> {
  return tables(trx)
    .selectFrom("list_indexes")
    .selectAll()
    .orderBy("created_at")
    .orderBy("name")
    .execute();
}

function tables(trx: WorkspaceTransaction): Kysely<IndexTables> {
  return trx.$extendTables<IndexTables>();
}
