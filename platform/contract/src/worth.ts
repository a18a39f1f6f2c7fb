import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { tierSchema } from "./touchpoints.ts";

const proposalSchema = z.enum(["L1", "L2", "L3", "stop"]);

export const touchpointWorthSchema = z.object({
  /** A track event's name, or `page:` and what the page is about. */
  type: z.string(),
  label: labelSchema,
  /** The tier that it has now. */
  tier: tierSchema,
  touchpoints: z.int(),
  /** Share of records that had one in the 90 days before they were looked at. */
  reach: z.number(),
  /** Bits a thousand held-out records by which it betters the prediction, with a 90 % interval. */
  gain: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Adjusted for the number of types looked at. */
  q: z.number().nullable(),
  /** Null: nothing seen speaks for another tier. */
  proposal: proposalSchema.nullable(),
  reason: labelSchema,
});
export type TouchpointWorth = z.infer<typeof touchpointWorthSchema>;

/** GET /api/w/:workspace/touchpoint-worth?prediction=…; the lead grade unless said otherwise. */
export const touchpointWorthsSchema = z
  .object({
    /** What is foretold, and what else could be asked for. */
    prediction: z.string(),
    choices: z.array(z.object({ name: z.string(), label: labelSchema })),
    state: z.enum(["none", "too-few", "ready"]),
    isComputing: z.boolean(),
    computedAt: z.iso.datetime().nullable(),
    leads: z.int(),
    /** Types that say something, of all that were tested. */
    telling: z.int(),
    tested: z.int(),
    types: z.array(touchpointWorthSchema),
  })
  .meta({ id: "TouchpointWorths" });
export type TouchpointWorths = z.infer<typeof touchpointWorthsSchema>;
