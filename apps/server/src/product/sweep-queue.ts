import { defineQueue } from "@causeway/platform-jobs";
import { z } from "zod";

/**
 * Every minute: attempts that died with their process become a person's question, runs that nobody works on have failed,
 * work on tables goes on, uploaded files that nobody imports go.
 */
export const sweepQueue = defineQueue({ name: "sweep", schema: z.object({}), retryLimit: 0 });
