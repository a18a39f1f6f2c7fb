import { readSchema } from "@causeway/module-records";
import type { RetentionPreview, RetentionScope } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { isWholeOver } from "./drop-partition.ts";
import { expiredEvents } from "./expired-events.ts";
import { logPartitions } from "./log-partitions.ts";
import { readRetentionRules } from "./retention-rules.ts";

interface Due {
  readonly count: number;
  readonly oldest: Date | null;
  readonly newest: Date | null;
}

interface EventsDue extends Due {
  readonly partition: string;
  readonly name: string | null;
}

interface RecordsDue {
  readonly object: string;
  readonly scope: RetentionScope;
  readonly days: number;
}

/** What retention would delete at a moment: by rule how many, from when to when, and which parts of the log as a whole. */
export async function previewRetention(
  trx: WorkspaceTransaction,
  now: Date,
): Promise<RetentionPreview> {
  const rules = await readRetentionRules(trx);
  const due = await eventsDue(trx, now);
  const schema = await readSchema(trx);
  const records: RetentionPreview["records"] = [];
  for (const rule of rules.records) {
    if (!schema.objects.some(({ name }) => name === rule.object)) continue;
    records.push({ ...rule, ...presented([await recordsDue(trx, rule, now)]) });
  }
  return {
    asOf: now.toISOString(),
    events: rules.events.map((rule) => ({
      ...rule,
      ...presented(due.filter(({ name }) => name === rule.name)),
    })),
    records,
    partitions: await wholeParts(trx, due, now),
  };
}

/** What is past its time, by part of the log and rule. Reads nothing younger than the youngest that goes. */
async function eventsDue(trx: WorkspaceTransaction, now: Date): Promise<readonly EventsDue[]> {
  const expired = await expiredEvents(trx, now);
  if (expired === null) return [];
  const { rows } = await sql<EventsDue>`
    select c.relname as partition, d.name, d.count, d.oldest, d.newest from (
      select e.tableoid as part, r.name, count(*)::float8 as count,
        min(e.occurred_at) as oldest, max(e.occurred_at) as newest
      from events e ${expired.join} where ${expired.test} group by 1, 2) d
    join pg_class c on c.oid = d.part`.execute(trx);
  return rows;
}

/** The parts of the log in which nothing stays. */
async function wholeParts(
  trx: WorkspaceTransaction,
  due: readonly EventsDue[],
  now: Date,
): Promise<RetentionPreview["partitions"]> {
  const expired = await expiredEvents(trx, now);
  const found: RetentionPreview["partitions"] = [];
  for (const part of expired === null ? [] : await logPartitions(trx)) {
    const events = sum(
      due.filter(({ partition }) => partition === part.table).map(({ count }) => count),
    );
    if (events === 0 || expired === null || !(await isWholeOver(trx, part, expired))) continue;
    found.push({ from: part.from, to: part.to, events });
  }
  return found;
}

/** Which records of an object, known as `t`, are past their time. One that was merged is part of the one that stays. */
export function expiredRecords(
  { object, scope, days }: RecordsDue,
  now: Date,
): { readonly test: RawBuilder<SqlBool>; readonly moment: RawBuilder<Date> } {
  const before = new Date(now.getTime() - days * 86_400_000);
  const moment = scope === "deleted" ? sql<Date>`t.deleted_at` : sql<Date>`t.updated_at`;
  const merged = sql`exists (select 1 from record_merges m
    join ${sql.table(`record_${object}`)} s on s.id = m.survivor_id
    where m.loser_id = t.id and m.undone_at is null)`;
  return { moment, test: sql<SqlBool>`${moment} < ${before} and not ${merged}` };
}

async function recordsDue(trx: WorkspaceTransaction, rule: RecordsDue, now: Date): Promise<Due> {
  const { test, moment } = expiredRecords(rule, now);
  const { rows } = await sql<Due>`select count(*)::float8 as count, min(${moment}) as oldest,
      max(${moment}) as newest
    from ${sql.table(`record_${rule.object}`)} t where ${test}`.execute(trx);
  return rows[0] ?? { count: 0, oldest: null, newest: null };
}

function presented(parts: readonly Due[]) {
  const moments = (which: "oldest" | "newest") =>
    parts.flatMap((part) => part[which]?.toISOString() ?? []).sort();
  return {
    count: sum(parts.map(({ count }) => count)),
    oldest: moments("oldest")[0] ?? null,
    newest: moments("newest").at(-1) ?? null,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
