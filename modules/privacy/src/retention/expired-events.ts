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
  const before = (days: number | null | undefined) =>
    days === null || days === undefined
      ? "-infinity"
      : new Date(now.getTime() - days * dayMs).toISOString();
  const planned = await readPlannedTypes(trx);
  const names = planned.map(({ name }) => name);
  const moments = planned.map(({ retentionDays }) => before(retentionDays));
  const others = before(rules.find(({ name }) => name === null)?.days);
  return {
    join: sql`left join unnest(${names}::text[], ${moments}::timestamptz[]) as r(name, before)
      on e.type = 'track' and r.name = e.name`,
    test: sql<SqlBool>`e.occurred_at < coalesce(r.before, ${others}::timestamptz)`,
  };
}
