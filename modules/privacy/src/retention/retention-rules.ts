import { readPlannedTypes } from "@causeway/module-touchpoints";
import type { Retention, RetentionRule } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

export type RetentionRules = Pick<Retention, "events" | "records">;

/** How long what is kept: event types by the tracking plan, all others and records by their own rules. */
export async function readRetentionRules(trx: WorkspaceTransaction): Promise<RetentionRules> {
  const { rows } = await sql<{
    kind: RetentionRule["kind"];
    object: string;
    scope: "deleted" | "all";
    days: number;
  }>`select kind, object, scope, days from retention_rules order by object, scope`.execute(trx);
  const planned = (await readPlannedTypes(trx)).flatMap(({ name, retentionDays: days }) =>
    days === null ? [] : [{ name, days }],
  );
  const others = rows
    .filter(({ kind }) => kind === "events")
    .map(({ days }) => ({ name: null, days }));
  return {
    events: [...planned, ...others],
    records: rows
      .filter(({ kind }) => kind === "records")
      .map(({ object, scope, days }) => ({ object, scope, days })),
  };
}

/** Sets one rule; without days it is taken back. */
export async function saveRetentionRule(
  trx: WorkspaceTransaction,
  rule: RetentionRule,
): Promise<void> {
  const { kind, days } = rule;
  const [object, scope] = kind === "records" ? [rule.object, rule.scope] : ["", "all"];
  await (days === null
    ? sql`delete from retention_rules
        where kind = ${kind} and object = ${object} and scope = ${scope}`
    : sql`insert into retention_rules (kind, object, scope, days)
        values (${kind}, ${object}, ${scope}, ${days})
        on conflict (kind, object, scope) do update set days = excluded.days`
  ).execute(trx);
}

/** What the latest runs deleted, newest first. */
export async function readRetentionRuns(trx: WorkspaceTransaction): Promise<Retention["runs"]> {
  const { rows } = await sql<{ at: Date; events: number; records: number; partitions: number }>`
    select at, events::float8 as events, records::float8 as records, partitions
    from retention_runs order by at desc limit 10`.execute(trx);
  return rows.map((run) => ({ ...run, at: run.at.toISOString() }));
}
