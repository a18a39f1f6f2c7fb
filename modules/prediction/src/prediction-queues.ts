import { defineQueue } from "@causeway/platform-jobs";
import { z } from "zod";

export const leadGrade = "lead-grade";

const workspaceData = z.object({ workspace: z.string() });

/** Trains a prediction of a workspace: because somebody asked, or, with `ifDue`, because much has happened since. */
export const trainQueue = defineQueue({
  name: "train-prediction",
  schema: workspaceData.extend({ prediction: z.string(), ifDue: z.boolean().optional() }),
  policy: "stately",
  retryLimit: 1,
  expireInSeconds: 1_800,
});

/** Computes the scores that are marked stale. */
export const scoreQueue = defineQueue({
  name: "score-records",
  schema: workspaceData,
  policy: "short",
});

/** Nightly: windows move, models are looked after, and where many records have ended since the last training a new one is due. */
export const nightlyQueue = defineQueue({ name: "nightly-predictions", schema: z.object({}) });

export const predictionQueues = [trainQueue, scoreQueue, nightlyQueue] as const;
