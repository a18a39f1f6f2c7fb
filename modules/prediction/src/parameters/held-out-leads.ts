import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { daysSinceComparison } from "./days-since-comparison.ts";
import type { PolicyFacts } from "./grade-policy.ts";
import { mostLeads } from "./graded-leads.ts";

/** A lead that ended, with what the version in force made of it before it had seen how it went. */
export interface HeldOutLead extends PolicyFacts {
  readonly isWon: boolean;
}

/**
 * Leads that ended in the last 90 days and were never scored, as all of a company whose first model is new: each with its
 * latest prediction while it was held out of training.
 */
export async function readHeldOutLeads(
  trx: WorkspaceTransaction,
  now: Date,
): Promise<readonly HeldOutLead[]> {
  const { rows } = await sql<
    Omit<HeldOutLead, "daysSinceComparison"> & { readonly id: string; readonly closedAt: Date }
  >`
    with held as materialized (
      select m.id, (m.model ->> 'baseRate')::float8 as base_rate
      from predictions p join models m on m.id = p.current_model_id where p.name = 'lead-grade'),
    latest as (
      select distinct on (c.record_id) c.record_id, c.predicted, held.base_rate
      from held join model_cases c on c.model_id = held.id order by c.record_id, c.at desc)
    select l.id::text as id, l.title, latest.predicted as probability, latest.base_rate as "baseRate",
      l.closed_at as "closedAt", coalesce(l.outcome = 'won', l.status = 'converted', false) as "isWon"
    from latest join record_lead l on l.id = latest.record_id
    where l.deleted_at is null and l.closed_at <= ${now.toISOString()}::timestamptz
      and l.closed_at > ${now.toISOString()}::timestamptz - interval '90 days'
      and (coalesce(l.outcome, '') <> '' or l.status in ('converted', 'lost'))
      and not exists (select from scores s
        where s.prediction = 'lead-grade' and s.record_id = l.id and s.grade is not null)
    limit ${mostLeads}`.execute(trx);
  const since = await daysSinceComparison(trx, rows, now);
  return rows.map((row, place) => ({ ...row, daysSinceComparison: since[place] ?? null }));
}
