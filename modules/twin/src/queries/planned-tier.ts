import { type RawBuilder, sql } from "kysely";
import { holdingRule } from "../page-tiers/holding-rule.ts";

/**
 * SQL text of the tier of a touchpoint `t`: what the tracking plan says now of its type, or of its page by the first rule
 * that fits; else what the vocabulary said when it arrived.
 */
export const plannedTierText = `coalesce(case when t.type = 'track'
  then (select plan.tier from planned_types plan where plan.name = t.name)
  else (${holdingRule("rule.tier", "page_tiers")}) end, t.tier)`;

/** The same as a part of a query. */
export const plannedTier: RawBuilder<string> = sql.raw(plannedTierText);
