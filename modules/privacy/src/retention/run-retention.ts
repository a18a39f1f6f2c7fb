import type { Clock } from "@causeway/kernel";
import { notifyPages, readSchema } from "@causeway/module-records";
import { requestRebuild } from "@causeway/module-touchpoints";
import { type PersonalData, recordAudit } from "@causeway/platform-audit";
import { type Database, retryConflicts, type WorkspaceDatabase } from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { personalTables, type Tables, tiedByEvent } from "../erasure/personal-tables.ts";
import { dropPartition, isWholeOver } from "./drop-partition.ts";
import { expiredEvents } from "./expired-events.ts";
import { forgetEvents } from "./forget-events.ts";
import { logPartitions } from "./log-partitions.ts";
import { purgeRecords } from "./purge-records.ts";
import { readRetentionRules } from "./retention-rules.ts";

/** Deletes what is kept no longer: every night everywhere, or in one workspace when a person asks. */
export const retentionQueue = defineQueue({
  name: "retention",
  schema: z.object({ workspace: z.string().optional() }),
  policy: "short",
});

export interface Retained {
  readonly now: Date;
  readonly data: PersonalData;
  readonly signal?: AbortSignal;
  /** A run that a person asked for is written down also where nothing was past its time. */
  readonly isAsked?: boolean;
}

/** What one run deleted. */
export interface RetentionRun {
  readonly events: number;
  readonly records: number;
  readonly partitions: number;
}

const eventsAtOnce = 1_000;

/**
 * Deletes events and records that are past their time, in short transactions: parts of the log in which everything is, as
 * a whole; the rest some at a time, with what was computed from it. What a cut leaves is found the next time.
 */
export async function runRetention(
  workspace: WorkspaceDatabase,
  { now, data, signal, isAsked = false }: Retained,
): Promise<RetentionRun> {
  const tables = await workspace.transaction((trx) => personalTables(trx, data), {
    readOnly: true,
  });
  const log = await dropWholeParts(workspace, tables, now, signal);
  const events = log.events + (await deleteEvents(workspace, tables, now, signal));
  const records = await deleteRecords(workspace, tables, now, signal);
  const run = { events, records, partitions: log.partitions };
  if (isAsked || events + records > 0) await noteRun(workspace, run, now);
  return run;
}

async function dropWholeParts(
  workspace: WorkspaceDatabase,
  tables: Tables,
  now: Date,
  signal: AbortSignal | undefined,
): Promise<Pick<RetentionRun, "events" | "partitions">> {
  const over = await workspace.transaction(
    async (trx) => {
      const expired = await expiredEvents(trx, now);
      if (expired === null) return [];
      const found = [];
      for (const partition of await logPartitions(trx)) {
        if (await isWholeOver(trx, partition, expired)) found.push(partition);
      }
      return found;
    },
    { readOnly: true },
  );
  const tied = tiedByEvent(tables).filter(({ table }) => table !== "events");
  let events = 0;
  let partitions = 0;
  for (const partition of over) {
    const dropped = await dropPartition(workspace, partition, { now, tied, signal });
    if (dropped === null) continue;
    events += dropped;
    partitions++;
  }
  return { events, partitions };
}

async function deleteEvents(
  workspace: WorkspaceDatabase,
  tables: Tables,
  now: Date,
  signal: AbortSignal | undefined,
): Promise<number> {
  const tied = tiedByEvent(tables);
  let total = 0;
  for (let deleted = eventsAtOnce; deleted === eventsAtOnce; total += deleted) {
    signal?.throwIfAborted();
    deleted = await retryConflicts(() =>
      workspace.transaction(async (trx) => {
        const expired = await expiredEvents(trx, now);
        if (expired === null) return 0;
        const { rows } = await sql<{ id: string }>`select e.id::text from events e ${expired.join}
          where ${expired.test} limit ${eventsAtOnce}`.execute(trx);
        const ids = rows.map(({ id }) => id);
        if (ids.length > 0) await forgetEvents(trx, ids, tied);
        return ids.length;
      }),
    );
  }
  return total;
}

async function deleteRecords(
  workspace: WorkspaceDatabase,
  tables: Tables,
  now: Date,
  signal: AbortSignal | undefined,
): Promise<number> {
  const rules = await workspace.transaction(
    async (trx) => {
      const { objects } = await readSchema(trx);
      const { records } = await readRetentionRules(trx);
      return records.filter(({ object }) => objects.some(({ name }) => name === object));
    },
    { readOnly: true },
  );
  let total = 0;
  for (const rule of rules) {
    for (let gone = 1; gone > 0; total += gone) {
      signal?.throwIfAborted();
      gone = await retryConflicts(() =>
        workspace.transaction((trx) => purgeRecords(trx, tables, rule, now)),
      );
    }
  }
  return total;
}

async function noteRun(workspace: WorkspaceDatabase, run: RetentionRun, now: Date): Promise<void> {
  await workspace.transaction(async (trx) => {
    await sql`insert into retention_runs (at, events, records, partitions)
      values (${now}, ${run.events}, ${run.records}, ${run.partitions})
      on conflict (at) do nothing`.execute(trx);
    const actor = { kind: "system", id: "retention" };
    const details = { ...run };
    await recordAudit(trx, {
      actor,
      action: "privacy.retention-applied",
      subject: "retention",
      details,
    });
    // What types of events were observed is counted anew from what is left.
    if (run.events > 0) await requestRebuild(trx, "tracking-plan");
    await notifyPages(trx, { topic: "records" });
  });
}

/** Declares who applies retention: at half past two at night (UTC), and when a person asks. */
export function workRetention(
  jobs: Jobs,
  database: Pick<Database, "workspace" | "workspaces">,
  { clock, data }: { readonly clock: Clock; readonly data: PersonalData },
): void {
  jobs.work(retentionQueue, async ({ signal, data: { workspace } }) => {
    const isAsked = workspace !== undefined;
    for (const { id } of await database.workspaces()) {
      if (isAsked && id !== workspace) continue;
      await runRetention(await database.workspace(id), { now: clock(), data, signal, isAsked });
    }
  });
  jobs.schedule(retentionQueue, "30 2 * * *", {});
}
