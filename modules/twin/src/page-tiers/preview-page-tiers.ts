import type { PageTierRule, PageTiers } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { plannedTier } from "../queries/planned-tier.ts";
import { pageTopics } from "../vocabulary/page-topics.ts";
import { holdingRule, otherTopic } from "./holding-rule.ts";
import { boundPageTiers } from "./page-tier-rules.ts";

const days = 90;
const mostPages = 100;
const dayMs = 86_400_000;

interface JudgedRow {
  readonly path: string;
  readonly topic: string;
  readonly visits: number;
  readonly tier: PageTiers["pages"][number]["tier"];
  readonly next: PageTiers["pages"][number]["next"];
  readonly rule: number | null;
  readonly all_visits: number;
  readonly moved: number;
  readonly hits: Readonly<Record<string, number>> | null;
}

/** What rules would say of the pages seen in the last 90 days, beside what is in force; nothing is saved. */
export async function previewPageTiers(
  trx: WorkspaceTransaction,
  rules: readonly PageTierRule[],
  now: Date,
): Promise<PageTiers> {
  const bound = boundPageTiers(rules);
  const from = new Date(now.getTime() - days * dayMs);
  const { rows } = await sql<JudgedRow>`
    with draft as (select * from unnest(
        ${bound.map((_, position) => position)}::int[], ${bound.map(({ matches }) => matches)}::text[],
        ${bound.map(({ value }) => value)}::text[], ${bound.map(({ tier }) => tier)}::text[])
        as r(position, matches, value, tier)),
    seen as (select t.type, t.name, t.topic, t.tier, count(*)::integer as visits from touchpoints t
      where t.type in ('page', 'screen') and t.occurred_at > ${from.toISOString()}::timestamptz
        and t.occurred_at <= ${now.toISOString()}::timestamptz
      group by t.type, t.name, t.topic, t.tier),
    judged as materialized (
      select t.*, ${plannedTier} as now_tier, held.position as rule, coalesce(held.tier, t.tier) as next
      from seen t left join lateral (${sql.raw(holdingRule("rule.position, rule.tier", "draft"))}) held on true)
    select name as path, coalesce(topic, ${otherTopic}) as topic, visits, now_tier as tier, next, rule,
      sum(visits) over ()::integer as all_visits,
      coalesce(sum(visits) filter (where now_tier <> next) over (), 0)::integer as moved,
      (select json_object_agg(rule, visits) from
        (select rule, sum(visits) as visits from judged where rule is not null group by rule) h) as hits
    from judged order by now_tier = next, visits desc, name limit ${mostPages}`.execute(trx);
  const hits = rows[0]?.hits ?? {};
  return {
    rules: rules.map((rule, place) => ({ ...rule, visits: hits[String(place)] ?? 0 })),
    topics: [...pageTopics.map(({ name, label }) => ({ name, label })), other],
    days,
    visits: rows[0]?.all_visits ?? 0,
    moved: rows[0]?.moved ?? 0,
    pages: rows.map(({ path, topic, visits, tier, next, rule }) => ({
      ...{ path, topic, visits, tier, next, rule },
    })),
  };
}

const other = { name: otherTopic, label: { zh: "其他页面", en: "Other pages" } };
