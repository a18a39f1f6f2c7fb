import type { Label } from "@causeway/platform-contract";
import { type ColumnType, type Generated, sql } from "kysely";
import { areKept } from "../totals/are-kept.ts";
import type { ListIndex } from "./list-index.ts";

/** Why an index is there: somebody asked for it, saved a view, or lists without it were slow again and again. */
export type IndexReason = "hand" | "view" | "use";

/** `wanted` waits for its turn or for room. */
export type IndexState = "wanted" | "building" | "ready" | "failed";

export type IndexTables = {
  list_indexes: {
    name: string;
    object: string;
    kind: ListIndex["kind"];
    fields: string[];
    sorted_by: string | null;
    carried: string[];
    reason: IndexReason;
    state: IndexState;
    error: ColumnType<Label | null, string | null, string | null>;
    /** How often PostgreSQL had used it when it was last looked at, and when that number last rose. */
    scans: Generated<number>;
    used_at: Generated<Date>;
    created_at: Generated<Date>;
    built_at: Date | null;
  };
};

/** Whether an index of `list_indexes` is there and whole, or the triggers that keep these totals are. */
export const isThere = sql<boolean>`case list_indexes.kind when 'totals' then ${areKept}
  else exists (select 1 from pg_index
    where indexrelid = to_regclass(list_indexes.name) and indisvalid) end`;
