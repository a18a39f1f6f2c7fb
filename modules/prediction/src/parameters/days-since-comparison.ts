import { membersAsOf } from "@causeway/module-identity";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

interface Lead {
  readonly id: string;
  readonly closedAt: Date | null;
}

/** Days since each lead last looked at a comparison, as of now or of its end; null where it has not in half a year. */
export async function daysSinceComparison(
  trx: WorkspaceTransaction,
  leads: readonly Lead[],
  now: Date,
): Promise<readonly (number | null)[]> {
  if (leads.length === 0) return [];
  const members = membersAsOf(
    leads.map(({ id, closedAt }) => ({
      object: "lead",
      id,
      asOf: closedAt !== null && closedAt < now ? closedAt : now,
    })),
  );
  const { rows } = await sql<{ row: number; days: number }>`
    select m.row, (extract(epoch from min(m.as_of) - max(t.occurred_at)) / 86400)::float8 as days
    from (${members}) m join touchpoints t on t.profile_id = m.profile_id
      and t.topic = 'comparison' and t.occurred_at <= m.as_of and t.received_at <= m.as_of
      and t.occurred_at > m.as_of - interval '180 days'
    group by m.row`.execute(trx);
  const byRow = new Map(rows.map(({ row, days }) => [row, days]));
  return leads.map((_, place) => byRow.get(place + 1) ?? null);
}
