import { getRecords, type StoredRecord } from "@causeway/module-records";
import { behaviourFeaturesOfRecords } from "@causeway/module-twin";
import type { FieldValue, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { LeadFacts } from "./lead-features.ts";

/** A lead at a moment. */
export interface LeadMoment {
  readonly lead: StoredRecord;
  readonly at: Date;
}

const dayMs = 86_400_000;

/** What was known of each lead at its moment: field values by when they happened, behaviour by when it became known. */
export async function readLeadFacts(
  trx: WorkspaceTransaction,
  moments: readonly LeadMoment[],
): Promise<readonly LeadFacts[]> {
  const changes = await readChanges(trx, [...new Set(moments.map(({ lead }) => lead.id))]);
  const behaviour = await behaviourFeaturesOfRecords(
    trx,
    moments.map(({ lead, at }) => ({ object: "lead", id: lead.id, asOf: at })),
  );
  return moments.map(({ lead, at }, place) => ({
    values: valuesAt(lead, changes.get(lead.id) ?? [], at),
    behaviour: behaviour[place] ?? {},
    ageDays: Math.max(0, (at.getTime() - lead.createdAt.getTime()) / dayMs),
  }));
}

/** Leads by id, in any order; deleted ones are left out. */
export async function readLeads(
  trx: WorkspaceTransaction,
  ids: readonly string[],
): Promise<readonly StoredRecord[]> {
  const leads = await getRecords(trx, { object: "lead", ids });
  return leads.filter((lead) => lead.deletedAt === null);
}

interface PastChange {
  readonly occurredAt: Date;
  readonly changes: Readonly<
    Record<string, { readonly from: FieldValue; readonly to: FieldValue }>
  >;
}

/** The changes of many leads in one query, each lead's in the order in which they happened. */
async function readChanges(
  trx: WorkspaceTransaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly PastChange[]>> {
  const { rows } = await sql<PastChange & { readonly id: string }>`
    select record_id as id, changes, occurred_at as "occurredAt" from record_changes
    where object = 'lead' and record_id = any(${[...ids]}::uuid[]) and changes <> '{}'
    order by occurred_at, record_changes.id`.execute(trx);
  const byLead = new Map<string, PastChange[]>();
  for (const { id, ...change } of rows) {
    const list = byLead.get(id);
    if (list === undefined) byLead.set(id, [change]);
    else list.push(change);
  }
  return byLead;
}

/** Today's values, with every change after `at` taken back. */
function valuesAt(lead: StoredRecord, changes: readonly PastChange[], at: Date): Values {
  const values: Values = { ...lead.values };
  for (const { occurredAt, changes: fields } of changes.toReversed()) {
    if (occurredAt <= at) break;
    for (const [field, { from }] of Object.entries(fields)) values[field] = from;
  }
  return values;
}
