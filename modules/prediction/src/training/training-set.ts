import type { StoredRecord } from "@causeway/module-records";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { type LeadMoment, readLeadFacts, readLeads } from "../lead/lead-facts.ts";
import type { LeadFacts } from "../lead/lead-features.ts";
import { leadOutcome } from "../lead/lead-outcome.ts";

/** Closed leads at several moments of their lives, as they were known then. */
export interface TrainingSet {
  readonly facts: readonly LeadFacts[];
  /** 1 won, 0 lost; one per row, as all below. */
  readonly won: Float64Array;
  /** Number of the lead, in order of creation. */
  readonly lead: Int32Array;
  /** When the lead came in, in milliseconds since 1970. */
  readonly createdMs: Float64Array;
  /** 1 at the first moment of a lead. */
  readonly isFirst: Uint8Array;
  readonly leads: number;
}

const dayMs = 86_400_000;
/** A lead is looked at shortly after it came in, and again while it is still open. */
const firstLookMs = 10 * 60_000;
const laterLooksMs = [7 * dayMs, 21 * dayMs];
/** The latest leads say most about the next ones; more than this adds time, not knowledge. */
const mostLeads = 20_000;
const pageSize = 250;

/** Reads all closed leads, page by page in short transactions. */
export async function readTrainingSet(workspace: WorkspaceDatabase): Promise<TrainingSet> {
  const ids = await workspace.transaction((trx) => closedLeadIds(trx), { readOnly: true });
  const facts: LeadFacts[] = [];
  const rows: { won: number; lead: number; createdMs: number; isFirst: number }[] = [];
  let leads = 0;
  for (let at = 0; at < ids.length; at += pageSize) {
    const page = ids.slice(at, at + pageSize);
    await workspace.transaction(
      async (trx) => {
        const found = new Map((await readLeads(trx, page)).map((lead) => [lead.id, lead]));
        const closed = page.flatMap((id) => found.get(id) ?? []);
        const looks = closed.flatMap((lead) => {
          const number = leads++;
          return momentsOf(lead).map((moment, place) => ({ moment, number, place }));
        });
        facts.push(
          ...(await readLeadFacts(
            trx,
            looks.map(({ moment }) => moment),
          )),
        );
        for (const { moment, number, place } of looks) {
          rows.push({
            won: leadOutcome(moment.lead.values) === "won" ? 1 : 0,
            lead: number,
            createdMs: moment.lead.createdAt.getTime(),
            isFirst: place === 0 ? 1 : 0,
          });
        }
      },
      { readOnly: true },
    );
  }
  return {
    facts,
    won: Float64Array.from(rows, ({ won }) => won),
    lead: Int32Array.from(rows, ({ lead }) => lead),
    createdMs: Float64Array.from(rows, ({ createdMs }) => createdMs),
    isFirst: Uint8Array.from(rows, ({ isFirst }) => isFirst),
    leads,
  };
}

const isClosed = sql`deleted_at is null and (outcome in ('won', 'lost')
  or (outcome is null and status in ('converted', 'lost')))`;

/** The latest closed leads, in order of creation. */
async function closedLeadIds(trx: Parameters<typeof readLeads>[0]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id::text from (
      select id, created_at from record_lead where ${isClosed}
      order by created_at desc, id desc limit ${mostLeads}) latest
    order by created_at, id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** How many leads there are to learn from. */
export async function countClosedLeads(trx: Parameters<typeof readLeads>[0]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from (
      select 1 from record_lead where ${isClosed} limit ${mostLeads}) closed`.execute(trx);
  return rows[0]?.count ?? 0;
}

function momentsOf(lead: StoredRecord): readonly LeadMoment[] {
  const created = lead.createdAt.getTime();
  const closed = closedAt(lead);
  const first =
    closed === undefined ? created + firstLookMs : Math.min(created + firstLookMs, closed);
  const later = laterLooksMs.filter((age) => closed !== undefined && created + age < closed);
  return [Math.max(created, first), ...later.map((age) => created + age)].map((at) => ({
    lead,
    at: new Date(at),
  }));
}

function closedAt({ values }: StoredRecord): number | undefined {
  const { closed_at: text } = values;
  const time = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
