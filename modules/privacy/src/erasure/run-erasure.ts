import type { Clock, WorkspaceId } from "@causeway/kernel";
import { recomputePeople } from "@causeway/module-identity";
import { holdProjection } from "@causeway/module-touchpoints";
import {
  createRedactor,
  type PersonalData,
  type PersonalTable,
  type Redactor,
  recordAudit,
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
import { forgetKeptPerson, type KeptPerson, readKeptPerson } from "../person/kept-person.ts";
import { eraseFromJobs } from "./erase-from-jobs.ts";
import { erasureQueue } from "./erasure-queue.ts";
import type { ErasureCounts, PrivacyTables } from "./erasure-tables.ts";
import { findLateEvents } from "./find-late-events.ts";
import { deleteOwnRows, ownRows, someEvents } from "./own-rows.ts";
import { hooksOnce, personalTables, type Tables, tiedByEvent } from "./personal-tables.ts";
import { scanMentions } from "./scan-mentions.ts";

export interface ErasureWorkers {
  readonly database: Pick<Database, "workspace" | "libraryPool">;
  readonly jobs: Jobs;
  readonly data: PersonalData;
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

/** Events of one transaction. */
const eventsAtOnce = 500;

/**
 * Erases one person from every table that is declared to hold such data, in short transactions. Each step may be done
 * twice: after a crash all begin anew, and find nothing where they were done. Ends with the counts of the certificate;
 * whom it was about is forgotten then.
 */
export async function runErasure(
  workspace: WorkspaceDatabase,
  erasure: string,
  { database, data, clock }: Omit<ErasureWorkers, "jobs">,
  signal: AbortSignal,
): Promise<void> {
  const isOpen = await workspace.transaction((trx) => begin(trx, erasure, clock()));
  if (!isOpen) return;
  const tables = await workspace.transaction((trx) => personalTables(trx, data), {
    readOnly: true,
  });
  await findLateEvents(workspace, erasure, signal);
  const person = await workspace.transaction((trx) => readKeptPerson(trx, erasure), {
    readOnly: true,
  });
  const redactor = createRedactor(person.words);
  const work = { workspace, erasure, person, redactor, signal };
  for (const [table, declaration] of hooksOnce(tables)) await runHook(work, table, declaration);
  await eraseEvents(work, tables);
  for (const [table, declaration] of tables) await eraseOwn(work, table, declaration);
  const touched = new Set(person.neighbours);
  for (const [table, declaration] of tables) {
    const changed = await scanMentions(workspace, table, declaration, redactor, {
      signal,
      ...(table === "events" && {
        onRows: async (trx, ids) => {
          for (const profile of await profilesOfEvents(trx, ids)) touched.add(profile);
        },
      }),
    });
    await count(work, table, "changed", changed);
  }
  await retryConflicts(() =>
    workspace.transaction(async (trx) => {
      await holdProjection(trx, "identity");
      await recomputePeople(trx, [...touched]);
    }),
  );
  await count(work, "jobs", "changed", await eraseFromJobs(database, redactor));
  const found = await lookAgain(work, tables);
  await workspace.transaction((trx) => end(trx, erasure, found, clock()));
}

interface Work {
  readonly workspace: WorkspaceDatabase;
  readonly erasure: string;
  readonly person: KeptPerson;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
}

async function begin(trx: WorkspaceTransaction, erasure: string, now: Date): Promise<boolean> {
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
  return started.numUpdatedRows > 0n;
}

async function runHook(work: Work, table: string, { erase }: PersonalTable): Promise<void> {
  const { workspace, person, redactor, signal } = work;
  for (let changed = 1; erase !== undefined && changed > 0; ) {
    signal.throwIfAborted();
    changed = await retryConflicts(() =>
      workspace.transaction((trx) => erase(trx, person, redactor)),
    );
    await count(work, table, "changed", changed);
  }
}

/** Deletes the person's events, with everything that other tables hold of them, some at a time. */
async function eraseEvents(work: Work, tables: Tables): Promise<void> {
  const { workspace, person, signal } = work;
  const ordered = tiedByEvent(tables);
  for (;;) {
    signal.throwIfAborted();
    const deleted = await retryConflicts(() =>
      workspace.transaction(async (trx) => {
        await holdProjection(trx, "identity");
        await holdProjection(trx, "twin");
        const events = await someEvents(trx, person, eventsAtOnce);
        if (events.length === 0) return null;
        const counts: [string, number][] = [];
        for (const { table, column } of ordered) {
          const gone = await sql`delete from ${sql.table(table)}
            where ${sql.ref(column)} = any(${events}::bigint[])`.execute(trx);
          counts.push([table, Number(gone.numAffectedRows ?? 0n)]);
        }
        return counts;
      }),
    );
    if (deleted === null) return;
    for (const [table, rows] of deleted) await count(work, table, "deleted", rows);
  }
}

async function eraseOwn(work: Work, table: string, { own }: PersonalTable): Promise<void> {
  const { workspace, person, signal } = work;
  const where = own && ownRows(own, person);
  if (where === undefined) return;
  for (let deleted = 1; deleted > 0; ) {
    signal.throwIfAborted();
    deleted = await retryConflicts(() =>
      workspace.transaction((trx) => deleteOwnRows(trx, table, where)),
    );
    await count(work, table, "deleted", deleted);
  }
}

/** Looks once more, and gives the number of rows that still had to be mended. */
async function lookAgain(work: Work, tables: Tables): Promise<number> {
  const { workspace, person, redactor, signal } = work;
  let found = 0;
  for (const [table, declaration] of tables) {
    const where = declaration.own && ownRows(declaration.own, person);
    if (where !== undefined) {
      found += await workspace.transaction((trx) => deleteOwnRows(trx, table, where));
    }
    found += await scanMentions(workspace, table, declaration, redactor, { signal });
  }
  return found;
}

async function profilesOfEvents(
  trx: WorkspaceTransaction,
  events: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select distinct profile_id as id from event_profiles
    where event_id = any(${events}::bigint[])`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Adds to what the certificate will say. */
async function count(
  { workspace, erasure }: Pick<Work, "workspace" | "erasure">,
  table: string,
  what: "deleted" | "changed",
  rows: number,
): Promise<void> {
  if (rows === 0) return;
  await workspace.transaction(async (trx) => {
    const tables = trx.$extendTables<PrivacyTables>();
    const found = await tables
      .selectFrom("erasures")
      .select("counts")
      .where("id", "=", erasure)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const before = found.counts[table] ?? { deleted: 0, changed: 0 };
    const counts: ErasureCounts = {
      ...found.counts,
      [table]: { ...before, [what]: before[what] + rows },
    };
    await tables
      .updateTable("erasures")
      .set({ counts: JSON.stringify(counts), step: table })
      .where("id", "=", erasure)
      .execute();
  });
}

async function end(
  trx: WorkspaceTransaction,
  erasure: string,
  found: number,
  now: Date,
): Promise<void> {
  await forgetKeptPerson(trx, erasure);
  await trx
    .$extendTables<PrivacyTables>()
    .updateTable("erasures")
    .set({ state: "done", step: null, finished_at: now, found })
    .where("id", "=", erasure)
    .execute();
  const actor = { kind: "system", id: "erasure" };
  await recordAudit(trx, { actor, action: "privacy.erased", subject: erasure });
}
