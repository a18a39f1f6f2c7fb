import type { Grade } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { daysSinceComparison } from "./days-since-comparison.ts";
import { gradeByPolicy, type PolicyFacts } from "./grade-policy.ts";
import { type ParameterValues, standardValues } from "./parameter-definitions.ts";
import { readParameterValues } from "./parameter-store.ts";

/** A lead with the score it has and what the business's rules look at. */
export interface GradedLead extends PolicyFacts {
  readonly id: string;
  readonly name: string;
  readonly grade: Grade;
  readonly isOpen: boolean;
  readonly isWon: boolean;
  readonly closedAt: Date | null;
}

export const mostLeads = 20_000;

/** Leads with a lead grade: the given ones, or the open ones and those that ended in the last 90 days. */
export async function readGradedLeads(
  trx: WorkspaceTransaction,
  now: Date,
  ids?: readonly string[],
): Promise<readonly GradedLead[]> {
  const chosen = ids
    ? sql`l.id = any(${[...ids]}::uuid[])`
    : sql`(coalesce(l.outcome, '') = '' and coalesce(l.status, 'new') not in ('converted', 'lost')
        or l.closed_at > ${now.toISOString()}::timestamptz - interval '90 days')`;
  const { rows } = await sql<Omit<GradedLead, "daysSinceComparison">>`
    select l.id::text as id, coalesce(l.name, '') as name, l.title, s.grade, s.value as probability,
      s.base_rate as "baseRate", l.closed_at as "closedAt",
      coalesce(l.outcome, '') = '' and coalesce(l.status, 'new') not in ('converted', 'lost') as "isOpen",
      coalesce(l.outcome = 'won', l.status = 'converted', false) as "isWon"
    from scores s join record_lead l on l.id = s.record_id
    where s.prediction = 'lead-grade' and l.deleted_at is null and s.grade is not null and ${chosen}
    order by s.value desc, l.id limit ${mostLeads}`.execute(trx);
  const since = await daysSinceComparison(trx, rows, now);
  return rows.map((row, place) => ({ ...row, daysSinceComparison: since[place] ?? null }));
}

/** Grades the leads anew by the parameters in force; returns how many changed. */
export async function regradeLeads(
  trx: WorkspaceTransaction,
  values: ParameterValues,
  now: Date,
  ids?: readonly string[],
): Promise<number> {
  const leads = await readGradedLeads(trx, now, ids);
  const changed = leads.flatMap((lead) => {
    const grade = gradeByPolicy(lead, values);
    return grade === lead.grade ? [] : [{ id: lead.id, grade }];
  });
  if (changed.length === 0) return 0;
  await sql`update scores s set grade = n.grade
    from json_to_recordset(${JSON.stringify(changed)}::json) as n(id uuid, grade text)
    where s.prediction = 'lead-grade' and s.record_id = n.id`.execute(trx);
  return changed.length;
}

/** Grades freshly scored leads by the parameters in force; where all are standard, the model's own cut-offs say the same. */
export async function gradeByParameters(
  trx: WorkspaceTransaction,
  now: Date,
  ids: readonly string[],
): Promise<void> {
  const values = await readParameterValues(trx);
  const isStandard = Object.entries(standardValues).every(
    ([name, value]) => values[name] === value,
  );
  if (!isStandard && ids.length > 0) await regradeLeads(trx, values, now, ids);
}
