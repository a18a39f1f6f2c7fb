import type { EventId, ProfileId } from "@causeway/kernel";
import { recordsOfProfiles } from "@causeway/module-identity";
import { refreshScores } from "@causeway/module-prediction";
import { getRecords } from "@causeway/module-records";
import type { StoredEvent } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Occasion } from "../agent.ts";

/** Older visits are history, such as an import brings: nobody is to be called about them. */
const newsDays = 7;
/** One follow-up a lead within this many days. */
export const quietDays = newsDays;
/** Visits closer together than this are one visit. */
const sameVisit = "30 minutes";

interface PricingVisit {
  readonly eventId: EventId;
  readonly profile: ProfileId;
  readonly occurredAt: Date;
  readonly earlier: number;
  readonly ageHours: number;
}

/** Visits of leads to the pricing page among these events, each with what the trigger asks. */
export async function followUpOccasions(
  trx: WorkspaceTransaction,
  events: readonly StoredEvent[],
): Promise<readonly Occasion[]> {
  const visits = await pricingVisits(trx, events);
  if (visits.length === 0) return [];
  const linked = await recordsOfProfiles(trx, [...new Set(visits.map(({ profile }) => profile))]);
  const leadIds = linked.filter(({ object }) => object === "lead").map(({ id }) => id);
  if (leadIds.length === 0) return [];
  const leads = await getRecords(trx, { object: "lead", ids: [...new Set(leadIds)] });
  const scores = await refreshScores(
    trx,
    leads.map(({ id }) => id),
    new Date(),
  );
  const gradeOf = new Map(scores.map((score) => [score.recordId, score.grade]));
  const open = leads.filter(({ deletedAt }) => deletedAt === null);
  return visits.flatMap((visit) =>
    open
      .filter(({ id }) => linked.some((link) => link.profile === visit.profile && link.id === id))
      .map((lead): Occasion => {
        const { status = null } = lead.values;
        return {
          subject: { object: "lead", id: lead.id },
          eventId: visit.eventId,
          facts: {
            grade: gradeOf.get(lead.id) ?? null,
            earlier_pricing_visits: visit.earlier,
            lead_status: status,
            age_hours: visit.ageHours,
          },
          headline: {
            zh: `联系${lead.title}：刚回到报价页`,
            en: `Contact ${lead.title}: just back on the pricing page`,
          },
        };
      }),
  );
}

async function pricingVisits(
  trx: WorkspaceTransaction,
  events: readonly StoredEvent[],
): Promise<readonly PricingVisit[]> {
  const pages = events.filter(({ type }) => type === "page" || type === "screen");
  if (pages.length === 0) return [];
  const { rows } = await sql<PricingVisit>`
    select t.event_id::text as "eventId", p.canonical_id as profile, t.occurred_at as "occurredAt",
      (extract(epoch from now() - t.occurred_at) / 3600)::float8 as "ageHours",
      (select count(*)::float8 from touchpoints e join profiles q on q.id = e.profile_id
       where q.canonical_id = p.canonical_id and e.topic = 'pricing'
         and e.occurred_at < t.occurred_at - ${sameVisit}::interval
         and e.occurred_at > t.occurred_at - interval '90 days') as earlier
    from touchpoints t join profiles p on p.id = t.profile_id
    where t.event_id = any(${pages.map(({ id }) => id)}::bigint[]) and t.topic = 'pricing'
      and t.occurred_at > now() - make_interval(days => ${newsDays})
    order by t.occurred_at, t.event_id`.execute(trx);
  return rows;
}
