import type { Membership } from "@causeway/module-identity";
import type { Locale, Timeline } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { readPageTiers } from "../page-tiers/page-tier-rules.ts";
import { rankByRules } from "../page-tiers/rank-by-rules.ts";
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

/** Ids of events are smaller than this power of two. */
const idBits = sql.lit(60);

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
  const rules = await readPageTiers(trx);
  const { rows } = await sql<TouchpointRow>`
    with events as (
      -- Kept apart: the path is folded once for all rules, and compared byte by byte; what is grouped is small.
      select t.kind, t.event_id, t.type, t.name, t.topic, ${rules.length > 0 ? sql`lower(t.name) collate "C"` : sql`null`} as path,
        right(t.tier, 1)::integer as rank,
        floor(date_part('epoch', t.occurred_at - ${start}::timestamptz) * ${bins}::integer
          / date_part('epoch', ${end}::timestamptz - ${start}::timestamptz))::integer as bin
      from touchpoints t
      where t.profile_id = any(${members.map(({ profile }) => profile)}::uuid[])
        and t.occurred_at >= ${start}::timestamptz and t.occurred_at < ${end}::timestamptz
      offset 0),
    bins as (
      -- Tiers by importance, ids by age: the least number names the first of the most important ones.
      select min((coalesce(case when t.type = 'track' then
            ((select jsonb_object_agg(name, right(tier, 1)) from planned_types) ->> t.name)::integer
          else ${rankByRules(rules)} end, t.rank)::bigint << ${idBits}) | t.event_id) as chosen,
        count(*)::integer as count
      from events t group by t.bin, t.kind)
    select t.event_id::text, t.profile_id, t.occurred_at, t.received_at, t.kind,
           'L' || (b.chosen >> ${idBits}) as tier, t.type,
           t.name, t.topic, t.subject, t.facts, t.source_id, b.count,
           coalesce(t.duration_ms, stay.dwell_ms) as duration_ms
    from bins b join touchpoints t on t.event_id = b.chosen & ((1::bigint << ${idBits}) - 1)
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
