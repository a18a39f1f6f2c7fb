import { readPlannedTypes } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { readRetentionRules } from "./retention-rules.ts";

/** Which events of the log, known as `e`, are past their time. */
export interface ExpiredEvents {
  /** To be joined: gives each event its rule as `r`. */
  readonly join: RawBuilder<unknown>;
  readonly test: RawBuilder<SqlBool>;
}

const dayMs = 86_400_000;
const never = "-infinity";

/**
 * The events whose time is over at a moment. A planned type keeps to its plan, also where that keeps its events for ever;
 * all others keep to the rule for them. Null where no rule lets anything go.
 */
export async function expiredEvents(
  trx: WorkspaceTransaction,
  now: Date,
): Promise<ExpiredEvents | null> {
  const rules = (await readRetentionRules(trx)).events;
  if (rules.length === 0) return null;
  const before = (days: number) => new Date(now.getTime() - days * dayMs).toISOString();
  const planned = await readPlannedTypes(trx);
  const moments = planned.map(({ retentionDays: days }) => (days === null ? never : before(days)));
  const days = rules.find(({ name }) => name === null)?.days;
  const others = days === undefined ? never : before(days);
  // One moment for all rules, by which the index over time passes what is younger.
  const latest = before(Math.min(...rules.map((rule) => rule.days)));
  return {
    join: sql`left join unnest(${planned.map(({ name }) => name)}::text[], ${moments}::timestamptz[])
      as r(name, before) on e.type = 'track' and r.name = e.name`,
    test: sql<SqlBool>`(e.occurred_at < ${latest}::timestamptz
      and e.occurred_at < coalesce(r.before, ${others}::timestamptz))`,
  };
}
