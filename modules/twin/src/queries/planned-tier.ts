import { type RawBuilder, sql } from "kysely";

/**
 * SQL of the tier of a touchpoint `t`: what the tracking plan says of its type now, else what the vocabulary said when it
 * arrived. Pages have no plan.
 */
export const plannedTier: RawBuilder<string> = sql`coalesce((
  select plan.tier from planned_types plan where plan.name = t.name and t.type = 'track'), t.tier)`;
