import type { PageMatch, PageTierRule } from "@causeway/platform-contract";
import { type RawBuilder, sql } from "kysely";
import { otherTopic } from "./holding-rule.ts";

const tests: Readonly<Record<PageMatch, (value: string) => RawBuilder<boolean>>> = {
  topic: (value) => sql`coalesce(t.topic, ${otherTopic}::text) = ${value}::text`,
  "path-is": (value) => sql`rtrim(t.path, '/') = ${value}::text`,
  "path-begins": (value) => sql`starts_with(t.path, ${value}::text)`,
  "path-contains": (value) => sql`strpos(t.path, ${value}::text) > 0`,
};

/**
 * The rank (1 for L1) that rules in force give a page `t`, null where none fits, for queries over very many: says what
 * `holdingRule` says, without a query a row. `t.path` is `lower(t.name)`, computed once for all rules.
 */
export function rankByRules(rules: readonly PageTierRule[]): RawBuilder<number | null> {
  const cases = rules.map(
    ({ matches, value, tier }) => sql`when ${tests[matches](value)} then ${sql.lit(rankOf(tier))}`,
  );
  return cases.length === 0 ? sql`null::integer` : sql`case ${sql.join(cases, sql` `)} end`;
}

function rankOf(tier: string): number {
  return Number(tier.slice(1));
}
