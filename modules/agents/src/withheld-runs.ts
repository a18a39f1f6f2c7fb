import { consentOfRecord } from "@causeway/module-identity";
import { getRecords } from "@causeway/module-records";
import type { ConsentPurpose, Label, WithheldRun } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { AgentDefinition, Occasion } from "./agent.ts";

/** What an agent does with a person is a decision by a machine. */
const purpose: ConsentPurpose = "automated-decisions";

/**
 * Whether a run about somebody may begin. Where they did not agree it does not, and what would have been done is written
 * down for people, once within the agent's quiet days.
 */
export async function consentsToRun(
  trx: WorkspaceTransaction,
  { name, quietDays }: AgentDefinition,
  { subject, eventId, headline }: Occasion,
): Promise<boolean> {
  const verdict = await consentOfRecord(trx, subject, purpose);
  if (verdict.allowed) return true;
  await sql`insert into withheld_runs (agent, subject_object, subject_id, event_id, headline, purpose, reason)
    select ${name}, ${subject.object}, ${subject.id}, ${String(eventId)}::bigint,
      ${JSON.stringify(headline)}::jsonb, ${purpose}, ${verdict.reason}
    where not exists (select 1 from withheld_runs
      where agent = ${name} and subject_object = ${subject.object} and subject_id = ${subject.id}
        and at > now() - make_interval(days => ${quietDays}))
    on conflict do nothing`.execute(trx);
  return false;
}

interface WithheldRow {
  readonly agent: string;
  readonly subject_object: string;
  readonly subject_id: string;
  readonly headline: Label;
  readonly purpose: ConsentPurpose;
  readonly reason: WithheldRun["reason"];
  readonly at: Date;
}

/** The latest runs that consent has stopped. */
export async function listWithheldRuns(
  trx: WorkspaceTransaction,
  limit: number,
): Promise<readonly WithheldRun[]> {
  const { rows } = await sql<WithheldRow>`
    select agent, subject_object, subject_id::text, headline, purpose, reason, at from withheld_runs
    order by at desc, subject_id limit ${limit}`.execute(trx);
  const titles = new Map<string, string>();
  for (const object of new Set(rows.map((row) => row.subject_object))) {
    const ids = rows.filter((row) => row.subject_object === object).map((row) => row.subject_id);
    for (const { id, title } of await getRecords(trx, { object, ids })) titles.set(id, title);
  }
  return rows.map((row) => ({
    agent: row.agent,
    subject: {
      object: row.subject_object,
      id: row.subject_id,
      title: titles.get(row.subject_id) ?? "",
    },
    headline: row.headline,
    purpose: row.purpose,
    reason: row.reason,
    at: row.at.toISOString(),
  }));
}
