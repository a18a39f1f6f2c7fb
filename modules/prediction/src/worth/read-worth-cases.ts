import { membersAsOf, type RecordMoment } from "@causeway/module-identity";
import { plannedTier, typeLabel } from "@causeway/module-twin";
import type { Label, Tier } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { TypeFacts, WorthCase } from "./judge-touchpoints.ts";

const mostLeads = 6_000;
const pageSize = 300;
const mostTypes = 60;

/** A touchpoint's type: what a page is about, or the event's name. */
const typeOf = sql`case when t.type in ('page', 'screen')
  then 'page:' || coalesce(t.topic, 'other') else lower(t.name) end`;

interface EndedLead {
  readonly id: string;
  readonly atMs: number;
  readonly isWon: boolean;
}

/** The latest ended leads, each looked at three days after it came in, with what was known then. */
export async function readWorthCases(workspace: WorkspaceDatabase): Promise<readonly WorthCase[]> {
  const leads = await workspace.transaction(readEnded, { readOnly: true });
  const cases: WorthCase[] = [];
  for (let at = 0; at < leads.length; at += pageSize) {
    const page = leads.slice(at, at + pageSize);
    const counts = await workspace.transaction(
      (trx) =>
        readCounts(
          trx,
          page.map(({ id, atMs }) => ({ object: "lead", id, asOf: new Date(atMs) })),
        ),
      { readOnly: true },
    );
    page.forEach(({ atMs, isWon }, place) => {
      cases.push({ atMs, isWon, counts: counts[place] ?? {} });
    });
  }
  return cases;
}

async function readEnded(trx: WorkspaceTransaction): Promise<readonly EndedLead[]> {
  const { rows } = await sql<EndedLead>`
    select id::text as id, "atMs", "isWon" from (
      select id, (extract(epoch from least(created_at + interval '3 days',
          coalesce(closed_at, created_at + interval '3 days'))) * 1000)::float8 as "atMs",
        coalesce(outcome = 'won', status = 'converted') as "isWon"
      from record_lead
      where deleted_at is null and (outcome in ('won', 'lost')
        or (outcome is null and status in ('converted', 'lost')))
      order by created_at desc, id desc limit ${mostLeads}) latest
    order by "atMs", id`.execute(trx);
  return rows;
}

/** How often each type was seen before each moment. */
export async function readCounts(
  trx: WorkspaceTransaction,
  moments: readonly RecordMoment[],
): Promise<readonly WorthCase["counts"][]> {
  if (moments.length === 0) return [];
  const members = membersAsOf(moments);
  const { rows } = await sql<{ row: number; type: string; days30: number; days90: number }>`
    select m.row, ${typeOf} as type,
      count(*) filter (where t.occurred_at > m.as_of - interval '30 days')::integer as days30,
      count(*)::integer as days90
    from (${members}) m join touchpoints t on t.profile_id = m.profile_id
      and t.occurred_at <= m.as_of and t.occurred_at > m.as_of - interval '90 days'
      and t.received_at <= m.as_of
    group by m.row, ${typeOf}`.execute(trx);
  const counts: Record<string, readonly [number, number]>[] = moments.map(() => ({}));
  for (const { row, type, days30, days90 } of rows) {
    const own = counts[row - 1];
    if (own !== undefined) own[type] = [days30, days90];
  }
  return counts;
}

/** The types that are seen most, with their words and the tier that most of their touchpoints have. */
export async function readTypes(trx: WorkspaceTransaction): Promise<readonly TypeFacts[]> {
  const { rows } = await sql<{ type: string; tier: Tier; name: string; touchpoints: number }>`
    select ${typeOf} as type, mode() within group (order by ${plannedTier}) as tier,
      mode() within group (order by t.name) as name, count(*)::integer as touchpoints
    from touchpoints t group by 1 order by 3 desc limit ${mostTypes}`.execute(trx);
  return rows.map(({ name, ...row }) => ({ ...row, label: labelOf(row.type, name) }));
}

const otherPages: Label = { zh: "其他页面", en: "Other pages" };

function labelOf(type: string, name: string): Label {
  if (type === "page:other") return otherPages;
  return typeLabel(type) ?? { zh: name, en: name };
}
