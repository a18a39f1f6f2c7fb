import { sql } from "kysely";

/** The statements after which totals are brought up to date, each by a trigger of its own. */
export const watched = ["insert", "update", "delete"] as const;

/**
 * Whether the triggers of totals, a row of `list_indexes`, are there in the present snapshot: then every difference is that
 * the snapshot may see.
 */
export const areKept = sql<boolean>`(select count(*) = ${sql.lit(watched.length)} from pg_trigger
  where tgrelid = to_regclass('record_' || list_indexes.object) and tgenabled = 'O'
    and starts_with(tgname, list_indexes.name || '_'))`;
