import { z } from "zod";
import { plainText } from "./plain-text.ts";
import { conditionDocumentSchema } from "./records.ts";
import { rebuildingSinceSchema } from "./touchpoints.ts";

/** What somebody does, in order: see `Sequence` of the condition engine. */
export const sequenceSchema = z.object({
  steps: z
    .array(z.object({ of: conditionDocumentSchema, times: z.int().min(1).max(50) }))
    .min(1)
    .max(8),
  without: conditionDocumentSchema.nullable().default(null),
  withinDays: z.int().min(1).max(400),
});
export type SequenceDocument = z.infer<typeof sequenceSchema>;

/** PUT /api/w/:workspace/weights/rules/:id, and the body of a preview. */
export const weightRuleInputSchema = z.object({
  /** What the weight is of, as people read it: `合规敏感度`. */
  tag: plainText(60).trim().min(1),
  name: plainText(120).trim().min(1),
  sequence: sequenceSchema,
  delta: z.number().min(-10).max(10),
  halfLifeDays: z.int().min(1).max(730),
  isActive: z.boolean().default(true),
  /** From this weight on the tag counts as present; null: never. */
  threshold: z.number().min(-100).max(100).nullable().default(null),
});
export type WeightRuleInput = z.infer<typeof weightRuleInputSchema>;

export const weightRuleSchema = weightRuleInputSchema
  .extend({ id: z.string(), changedAt: z.iso.datetime() })
  .meta({ id: "WeightRule" });
export type WeightRule = z.infer<typeof weightRuleSchema>;

/** GET /api/w/:workspace/weights/rules */
export const weightRulesSchema = z.object({ rules: z.array(weightRuleSchema) });

/** POST /api/w/:workspace/weights/preview: what a rule would have done in the last 90 days. */
export const weightPreviewSchema = z
  .object({
    rebuildingSince: rebuildingSinceSchema,
    days: z.int(),
    people: z.int(),
    times: z.int(),
    /** People whose tag would stand at its threshold or above it now. */
    above: z.int(),
    samples: z.array(
      z.object({
        profileId: z.string(),
        name: z.string().nullable(),
        times: z.int(),
        weight: z.number(),
        lastAt: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: "WeightPreview" });
export type WeightPreview = z.infer<typeof weightPreviewSchema>;

/** GET /api/w/:workspace/weights/calibration: what won and lost deals say about each rule. */
export const weightCalibrationSchema = z
  .object({
    at: z.iso.datetime(),
    /** Ended deals, the last one of each account. */
    deals: z.int(),
    won: z.int(),
    /** Days before the end in which behaviour counted. */
    windowDays: z.int(),
    rules: z.array(
      z.object({
        id: z.string(),
        verdict: z.enum(["tells", "no-relation", "too-few"]),
        /** Deals whose people showed the behaviour, and how many of these were won. */
        seen: z.int(),
        wonSeen: z.int(),
        others: z.int(),
        wonOthers: z.int(),
        /** Change of the log odds of winning, with a 90 % interval; null where there are too few deals. */
        delta: z.number().nullable(),
        low: z.number().nullable(),
        high: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: "WeightCalibration" });
export type WeightCalibration = z.infer<typeof weightCalibrationSchema>;

/** GET /api/w/:workspace/twin/:object/:id/weights */
export const liveWeightsSchema = z
  .object({
    rebuildingSince: rebuildingSinceSchema,
    at: z.iso.datetime(),
    tags: z.array(
      z.object({
        tag: z.string(),
        weight: z.number(),
        threshold: z.number().nullable(),
        /** What moved it, the latest first. */
        contributions: z.array(
          z.object({
            ruleId: z.string(),
            name: z.string(),
            delta: z.number(),
            /** What is left of it now. */
            now: z.number(),
            at: z.iso.datetime(),
            /** The events that it is made of. */
            events: z.array(z.string()),
          }),
        ),
      }),
    ),
  })
  .meta({ id: "LiveWeights" });
export type LiveWeights = z.infer<typeof liveWeightsSchema>;
