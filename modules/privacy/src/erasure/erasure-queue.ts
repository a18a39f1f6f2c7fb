import { defineQueue } from "@causeway/platform-jobs";
import { z } from "zod";

/** Erasures under way; a job that was cut off goes on where it stood. */
export const erasureQueue = defineQueue({
  name: "erasures",
  schema: z.object({ workspace: z.string(), erasure: z.string() }),
  retryLimit: 100,
});
