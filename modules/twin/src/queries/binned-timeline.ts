import type { Membership } from "@causeway/module-identity";
import type { Locale, Timeline } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { readPageTiers } from "../page-tiers/page-tier-rules.ts";
import { tierByRules } from "../page-tiers/tier-by-rules.ts";
import { presentTouchpoint, type TouchpointRow } from "./present-touchpoint.ts";
import { rebuildingSince } from "./rebuilding-since.ts";
import { personNames } from "./timeline.ts";

export interface BinnedRange {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  /** Equal parts of the range. */
  readonly bins: number;
}

/**
 * What a picture of a range needs, however many events there are: of each kind and part of the range the most important
 * event, with how many it stands for. Newest first, at most kinds × bins.
 */
export async function readBinnedTimeline(
  trx: WorkspaceTransaction,
  members: readonly Membership[],
  { from, to, bins }: BinnedRange,
  locale: Locale,
): Promise<Timeline> {
  const [start, end] = [from.toISOString(), to.toISOString()];
  const ofPages = tierByRules(await readPageTiers(trx));
  const { rows } = await sql<TouchpointRow>`
    with alike as materialized (
      -- What happens a hundred times in a part of the range is judged once.
      select t.kind, floor(extract(epoch from t.occurred_at - ${start}::timestamptz)
          / extract(epoch from ${end}::timestamptz - ${start}::timestamptz) * ${bins}::integer) as bin,
        t.type = 'track' as is_tracked, t.name, t.topic, t.tier, min(t.event_id) as event_id, count(*) as count
      from touchpoints t
      where t.profile_id = any(${members.map(({ profile }) => profile)}::uuid[])
        and t.occurred_at >= ${start}::timestamptz and t.occurred_at < ${end}::timestamptz
      group by 1, 2, 3, t.name, t.topic, t.tier),
    bins as (
      -- Tiers sort by importance, ids by age: the least text names the first of the most important ones.
      select min(case when t.is_tracked then coalesce(plan.tier, t.tier) else ${ofPages} end
        || lpad(t.event_id::text, 19, '0')) as chosen, sum(t.count)::integer as count
      from (select *, lower(name) as path from alike offset 0) t
      left join planned_types plan on plan.name = t.name and t.is_tracked
      group by t.kind, t.bin)
    select t.event_id::text, t.profile_id, t.occurred_at, t.received_at, t.kind, left(b.chosen, 2) as tier, t.type,
           t.name, t.topic, t.subject, t.facts, t.source_id, b.count,
           coalesce(t.duration_ms, stay.dwell_ms) as duration_ms
    from bins b join touchpoints t on t.event_id = substr(b.chosen, 3)::bigint
    left join lateral (
      select dwell_ms from page_stays s
      where b.count = 1 and t.type in ('page', 'screen') and s.profile_id = t.profile_id
        and s.path = t.name and s.left_at >= t.occurred_at
        and s.left_at < t.occurred_at + interval '6 hours'
      order by s.left_at limit 1) stay on true
    order by t.occurred_at desc, t.event_id desc`.execute(trx);
  const names = await personNames(trx, members, rows);
  return {
    rebuildingSince: await rebuildingSince(trx),
    touchpoints: rows.map((row) =>
      presentTouchpoint(row, names.get(row.profile_id) ?? null, locale),
    ),
    nextBefore: null,
  };
}
