import type { ColumnType, Generated } from "kysely";
import type { ErasureStage } from "./erasure-progress.ts";

/** What an erasure rests on, in words of the law (PIPL Art. 47, GDPR Art. 17). */
export type ErasureBasis =
  | "request"
  | "consent-withdrawn"
  | "purpose-ended"
  | "unlawful"
  | "restored-backup";

/** How many rows of a table were deleted, and in how many others the person was taken out. */
export type ErasureCounts = Readonly<
  Record<string, { readonly deleted: number; readonly changed: number }>
>;

export type PrivacyTables = {
  erasures: {
    id: string;
    basis: ErasureBasis;
    state: "waiting" | "running" | "done" | "failed";
    /** What is being done. */
    step: ErasureStage | null;
    actor_kind: string;
    actor_id: string;
    requested_at: Date;
    started_at: Date | null;
    finished_at: Date | null;
    counts: ColumnType<ErasureCounts, string | undefined, string>;
    /** Where the person was still found by the look at the end. */
    found: Generated<number>;
    error: string | null;
  };
};
