import { z } from "zod";
import { apiNameSchema } from "./schema-name.ts";

const daysSchema = z.int().min(1).max(36_500);
/** Records that were deleted, counted from then; or all, counted from their last change. */
export const retentionScopeSchema = z.enum(["deleted", "all"]);
export type RetentionScope = z.infer<typeof retentionScopeSchema>;

/** PUT /api/w/:workspace/privacy/retention; `days: null` keeps. Event types have theirs in the tracking plan. */
export const retentionRuleSchema = z.discriminatedUnion("kind", [
  /** All events whose type is not planned. */
  z.strictObject({ kind: z.literal("events"), days: daysSchema.nullable() }),
  z.strictObject({
    kind: z.literal("records"),
    object: apiNameSchema,
    scope: retentionScopeSchema,
    days: daysSchema.nullable(),
  }),
]);
export type RetentionRule = z.infer<typeof retentionRuleSchema>;

const eventsRuleSchema = z.object({
  /** A planned type; null: all others. */
  name: z.string().nullable(),
  days: z.int(),
});
const recordsRuleSchema = z.object({
  object: apiNameSchema,
  scope: retentionScopeSchema,
  days: z.int(),
});

/** GET /api/w/:workspace/privacy/retention: what is kept how long, and what the latest runs deleted; POST …/runs asks for one now. */
export const retentionSchema = z
  .object({
    events: z.array(eventsRuleSchema),
    records: z.array(recordsRuleSchema),
    runs: z.array(
      z.object({
        at: z.iso.datetime(),
        events: z.int(),
        records: z.int(),
        /** Parts of the log that went as a whole. */
        partitions: z.int(),
      }),
    ),
  })
  .meta({ id: "Retention" });
export type Retention = z.infer<typeof retentionSchema>;

const dueSchema = {
  count: z.int(),
  oldest: z.iso.datetime().nullable(),
  newest: z.iso.datetime().nullable(),
};
/** GET …/privacy/retention/preview: what would go now. Nothing is changed. */
export const retentionPreviewSchema = z
  .object({
    asOf: z.iso.datetime(),
    events: z.array(eventsRuleSchema.extend(dueSchema)),
    records: z.array(recordsRuleSchema.extend(dueSchema)),
    /** Parts of the log in which everything is past its time: days from and to, the latter exclusive. */
    partitions: z.array(z.object({ from: z.iso.date(), to: z.iso.date(), events: z.int() })),
  })
  .meta({ id: "RetentionPreview" });
export type RetentionPreview = z.infer<typeof retentionPreviewSchema>;
