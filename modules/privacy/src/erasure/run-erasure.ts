import type { Clock, WorkspaceId } from "@causeway/kernel";
import { recomputePeople } from "@causeway/module-identity";
import { holdProjection } from "@causeway/module-touchpoints";
import {
  createRedactor,
  type PersonalData,
  type PersonalTable,
  recordAudit,
  type TombstoneKey,
} from "@causeway/platform-audit";
import {
  type Database,
  retryConflicts,
  sqlState,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import type { Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { forgetKeptPerson, keepNeighbours, readKeptPerson } from "../person/kept-person.ts";
import { countRows } from "./count-rows.ts";
import { eraseEvents } from "./erase-events.ts";
import { eraseFromJobs } from "./erase-from-jobs.ts";
import {
  advanceStore,
  type ErasureStage,
  endStore,
  enterStage,
  forgetStores,
  isSearched,
  planStores,
  type SearchPass,
} from "./erasure-progress.ts";
import { erasureQueue } from "./erasure-queue.ts";
import type { PrivacyTables } from "./erasure-tables.ts";
import type { ErasureWork } from "./erasure-work.ts";
import { findLateEvents } from "./find-late-events.ts";
import { forgetStatistics } from "./forget-statistics.ts";
import { deleteOwnRows, ownRows } from "./own-rows.ts";
import { hooksOnce, personalTables, type Tables } from "./personal-tables.ts";
import { scanMentions } from "./scan-mentions.ts";

export interface ErasureWorkers {
  readonly database: Pick<Database, "workspace" | "libraryPool">;
  readonly jobs: Jobs;
  readonly data: PersonalData;
  readonly key: TombstoneKey;
  readonly clock: Clock;
}

/** Declares who works erasures off. */
export function workErasures(workers: ErasureWorkers): void {
  workers.jobs.work(erasureQueue, async ({ data, signal }) => {
    const workspace = await workers.database.workspace(data.workspace as WorkspaceId);
    try {
      await runErasure(workspace, data.erasure, workers, signal);
    } catch (error) {
      if (!signal.aborted) await noteFailure(workspace, data.erasure, error);
      throw error;
    }
  });
}

/** Says on the erasure that it stopped; it is tried again. The error's own words may quote what was read. */
async function noteFailure(
  workspace: WorkspaceDatabase,
  erasure: string,
  error: unknown,
): Promise<void> {
  const reason = sqlState(error) ?? (error instanceof Error ? error.name : "unknown");
  await workspace.transaction((trx) =>
    trx
      .$extendTables<PrivacyTables>()
      .updateTable("erasures")
      .set({ error: reason })
      .where("id", "=", erasure)
      .execute(),
  );
}

/**
 * Erases one person from every table that is declared to hold such data, in short transactions. Each step may be done
 * twice: after a crash all begin anew, and find nothing where they were done. Ends with the counts of the certificate;
 * whom it was about is forgotten then.
 */
export async function runErasure(
  workspace: WorkspaceDatabase,
  erasure: string,
  { database, data, key, clock }: Omit<ErasureWorkers, "jobs">,
  signal: AbortSignal,
): Promise<void> {
  const tables = await workspace.transaction((trx) => begin(trx, erasure, data, clock()));
  if (tables === null) return;
  const enter = (stage: ErasureStage) =>
    workspace.transaction((trx) => enterStage(trx, erasure, stage));
  const work = await eraseWhatHappened({ workspace, erasure, key, signal }, tables, enter);
  await enter("rows");
  for (const [table, declaration] of tables) await eraseOwn(work, table, declaration);
  await enter("mentions");
  for (const [table, declaration] of tables) await searchOnce(work, table, declaration);
  await enter("neighbours");
  await recomputeNeighbours(work);
  await enter("jobs");
  const jobs = await eraseFromJobs(database, work.redactor);
  await workspace.transaction((trx) =>
    countRows(trx, erasure, { jobs: { deleted: 0, changed: jobs } }),
  );
  // What had been let in before the tombstones and was written meanwhile is in the log by now.
  const rest = await eraseWhatHappened(work, tables, () => enter("check"));
  if (await lookAgain(rest, tables)) await recomputeNeighbours(rest);
  await forgetStatistics(rest, tables);
  await workspace.transaction((trx) => end(trx, erasure, clock()));
}

/** Deletes the person's events, and says whom the rest is about: in the log, somebody may turn out to be more. */
async function eraseWhatHappened(
  {
    workspace,
    erasure,
    key,
    signal,
  }: Pick<ErasureWork, "workspace" | "erasure" | "key" | "signal">,
  tables: Tables,
  enter: (stage: "arrivals" | "events") => Promise<void>,
): Promise<ErasureWork> {
  for (;;) {
    await enter("arrivals");
    const goal = await findLateEvents(workspace, erasure, key, signal);
    const person = await workspace.transaction((trx) => readKeptPerson(trx, erasure), {
      readOnly: true,
    });
    const redactor = createRedactor(person.words);
    const work = { workspace, erasure, person, key, redactor, signal };
    await enter("events");
    for (const [table, declaration] of hooksOnce(tables)) await runHook(work, table, declaration);
    if (await eraseEvents(work, tables, goal)) return work;
  }
}

/** The tables to go through; null for an erasure that is done. */
async function begin(
  trx: WorkspaceTransaction,
  erasure: string,
  data: PersonalData,
  now: Date,
): Promise<Tables | null> {
  const started = await trx
    .$extendTables<PrivacyTables>()
    .updateTable("erasures")
    .set((expression) => ({
      state: "running",
      error: null,
      started_at: expression.fn.coalesce("started_at", expression.val(now)),
    }))
    .where("id", "=", erasure)
    .where("state", "!=", "done")
    .executeTakeFirst();
  if (started.numUpdatedRows === 0n) return null;
  const tables = await personalTables(trx, data);
  await planStores(trx, erasure, tables);
  return tables;
}

async function runHook(work: ErasureWork, table: string, { erase }: PersonalTable): Promise<void> {
  const { workspace, erasure, person, redactor, signal } = work;
  for (let changed = 1; erase !== undefined && changed > 0; ) {
    signal.throwIfAborted();
    changed = await retryConflicts(() =>
      workspace.transaction(async (trx) => {
        const rows = await erase(trx, person, redactor);
        await countRows(trx, erasure, { [table]: { deleted: 0, changed: rows } });
        return rows;
      }),
    );
  }
}

async function eraseOwn(work: ErasureWork, table: string, { own }: PersonalTable): Promise<void> {
  const { workspace, erasure, person, signal } = work;
  const where = own && ownRows(own, person);
  if (where === undefined) return;
  for (let deleted = 1; deleted > 0; ) {
    signal.throwIfAborted();
    deleted = await retryConflicts(() =>
      workspace.transaction(async (trx) => {
        const rows = await deleteOwnRows(trx, table, where);
        await countRows(trx, erasure, { [table]: { deleted: rows, changed: 0 } });
        return rows;
      }),
    );
  }
}

/** Takes the person out of a table, unless that was done with the same words before the server was stopped. */
async function searchOnce(
  work: ErasureWork,
  table: string,
  declaration: PersonalTable,
): Promise<void> {
  const { workspace, erasure, person } = work;
  const isDone = await workspace.transaction((trx) =>
    isSearched(trx, erasure, table, person.words.length),
  );
  if (isDone) return;
  await takeOut(work, table, declaration, "mentions", (trx, rows) =>
    countRows(trx, erasure, { [table]: { deleted: 0, changed: rows } }),
  );
}

/**
 * Takes the person out of what belongs to others. Whose events were changed is written down in the transaction that
 * changed them: after a crash nobody would find out any more.
 */
async function takeOut(
  { workspace, erasure, person, redactor, signal }: ErasureWork,
  table: string,
  declaration: PersonalTable,
  pass: SearchPass,
  onRows: (trx: WorkspaceTransaction, rows: number) => Promise<void>,
): Promise<number> {
  const changed = await scanMentions(workspace, table, declaration, redactor, {
    signal,
    onPages: (trx, pages) => advanceStore(trx, erasure, table, { pass, pages }),
    onRows: async (trx, { rows, ids }) => {
      await onRows(trx, rows);
      if (table !== "events") return;
      // A batch that has read these events already must be seen, and the next one reads what is left of them.
      await holdProjection(trx, "identity");
      await holdProjection(trx, "twin");
      await keepNeighbours(trx, erasure, await profilesOfEvents(trx, ids));
    },
  });
  const words = person.words.length;
  await workspace.transaction((trx) => endStore(trx, erasure, table, { pass, words }));
  return changed;
}

/** Computes those again whose events were shared with the person, or named them. */
async function recomputeNeighbours({ workspace, erasure }: ErasureWork): Promise<void> {
  await retryConflicts(() =>
    workspace.transaction(async (trx) => {
      await holdProjection(trx, "identity");
      await recomputePeople(trx, (await readKeptPerson(trx, erasure)).neighbours);
    }),
  );
}

/** Looks once more, and counts the rows that still had to be mended; says whether there were any. */
async function lookAgain(work: ErasureWork, tables: Tables): Promise<boolean> {
  const { workspace, erasure, person } = work;
  let found = 0;
  for (const [table, declaration] of tables) {
    const where = declaration.own && ownRows(declaration.own, person);
    if (where !== undefined) {
      found += await workspace.transaction(async (trx) => {
        const rows = await deleteOwnRows(trx, table, where);
        await countFound(trx, erasure, rows);
        return rows;
      });
    }
    found += await takeOut(work, table, declaration, "check", (trx, rows) =>
      countFound(trx, erasure, rows),
    );
  }
  return found > 0;
}

async function countFound(trx: WorkspaceTransaction, erasure: string, rows: number): Promise<void> {
  if (rows === 0) return;
  await sql`update erasures set found = found + ${rows} where id = ${erasure}::uuid`.execute(trx);
}

async function profilesOfEvents(
  trx: WorkspaceTransaction,
  events: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select distinct profile_id as id from event_profiles
    where event_id = any(${events}::bigint[])`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Issues the certificate, once: a worker that was taken for dead may come to its end too. */
async function end(trx: WorkspaceTransaction, erasure: string, now: Date): Promise<void> {
  const ended = await trx
    .$extendTables<PrivacyTables>()
    .updateTable("erasures")
    .set({ state: "done", step: null, error: null, finished_at: now })
    .where("id", "=", erasure)
    .where("state", "!=", "done")
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n) return;
  await forgetKeptPerson(trx, erasure);
  await forgetStores(trx, erasure);
  const actor = { kind: "system", id: "erasure" };
  await recordAudit(trx, { actor, action: "privacy.erased", subject: erasure });
}
