import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { Generated, Kysely } from "kysely";

/**
 * Records that were made one. What the one that stays had before stands in its history, by version; what was moved, row by
 * row in `record_merge_moves`, so that it can be moved back.
 */
export type MergeTables = {
  record_merges: {
    id: string;
    object: string;
    survivor_id: string;
    loser_id: string;
    /** The versions that the merge made. */
    survivor_version: number;
    loser_version: number;
    actor_kind: string;
    actor_id: string;
    merged_at: Generated<Date>;
    undone_at: Date | null;
    /** The versions that taking it back made. */
    undone_survivor_version: number | null;
    undone_loser_version: number | null;
  };
  record_merge_moves: {
    merge_id: string;
    /** Table and column that named the one that is gone. */
    place: string;
    /** The row's key, as text. */
    key: string;
  };
};

export function mergeTables(trx: WorkspaceTransaction): Kysely<MergeTables> {
  return trx.$extendTables<MergeTables>();
}
