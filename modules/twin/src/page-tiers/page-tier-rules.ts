import { AppError, issueAt } from "@causeway/kernel";
import {
  type PageTierRule,
  type PageTierRules,
  pageTierRulesSchema,
  type Tier,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { pageTopics } from "../vocabulary/page-topics.ts";
import { otherTopic } from "./holding-rule.ts";

/** The rules that give pages a tier, in the order in which they are tried. */
export async function readPageTiers(trx: WorkspaceTransaction): Promise<PageTierRules["rules"]> {
  const { rows } = await sql<PageTierRule>`
    select matches, value, tier from page_tiers order by position`.execute(trx);
  return pageTierRulesSchema.parse({ rules: rows }).rules;
}

/** Puts these rules in the place of all there are. Throws `AppError("bad-input")` for a topic that does not exist. */
export async function savePageTiers(
  trx: WorkspaceTransaction,
  rules: readonly PageTierRule[],
): Promise<void> {
  const bound = boundPageTiers(rules);
  // Two who save at once follow each other; else the rules of both would stand there.
  await sql`lock table page_tiers in share row exclusive mode`.execute(trx);
  await sql`delete from page_tiers`.execute(trx);
  await sql`insert into page_tiers (position, matches, value, tier) select * from unnest(
    ${bound.map((_, position) => position)}::int[], ${bound.map(({ matches }) => matches)}::text[],
    ${bound.map(({ value }) => value)}::text[], ${bound.map(({ tier }) => tier)}::text[])`.execute(
    trx,
  );
}

/** The rules as paths are compared with them. Throws `AppError("bad-input")` for a topic that does not exist. */
export function boundPageTiers(rules: readonly PageTierRule[]): readonly PageTierRule[] {
  const issues = rules.flatMap(({ matches, value }, place) =>
    matches !== "topic" || isTopic(value)
      ? []
      : [
          issueAt(`body.rules.${place}.value`, {
            zh: `没有“${value}”这个主题`,
            en: `There is no topic “${value}”`,
          }),
        ],
  );
  if (issues.length > 0) {
    const words = { zh: "页面级别的规则有误", en: "The rules of page tiers are not right" };
    throw new AppError("bad-input", words, { issues });
  }
  return rules.map((rule) => ({ ...rule, value: comparable(rule) }));
}

function comparable({ matches, value }: PageTierRule): string {
  const lower = matches === "topic" ? value : value.toLowerCase();
  return matches === "path-is" ? lower.replace(/\/+$/, "") : lower;
}

function isTopic(name: string): boolean {
  return name === otherTopic || pageTopics.some((topic) => topic.name === name);
}

/**
 * The tiers that rules about topics give now, by type of touchpoint (`page:` and a topic). A path that an earlier rule
 * treats apart keeps its own.
 */
export async function topicTiers(trx: WorkspaceTransaction): Promise<ReadonlyMap<string, Tier>> {
  const about = (await readPageTiers(trx)).filter(({ matches }) => matches === "topic");
  return new Map(about.toReversed().map(({ value, tier }) => [`page:${value}`, tier]));
}
