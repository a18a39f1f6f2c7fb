import { type RawBuilder, sql } from "kysely";

/**
 * SQL text of the tier of a touchpoint `t`: what the tracking plan says of its type now, else what the vocabulary said
 * when it arrived. Pages have no plan.
 */
export const plannedTierText = `coalesce((
  select plan.tier from planned_types plan where plan.name = t.name and t.type = 'track'), t.tier)`;

/** The same as a part of a query. */
export const plannedTier: RawBuilder<string> = sql.raw(plannedTierText);
