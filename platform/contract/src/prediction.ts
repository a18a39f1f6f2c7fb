import { z } from "zod";
import { labelSchema } from "./locale.ts";

export const gradeSchema = z.enum(["A", "B", "C", "D"]);
export type Grade = z.infer<typeof gradeSchema>;

export const reasonSchema = z.object({
  feature: z.string(),
  label: labelSchema,
  /** The value as a person reads it. */
  value: labelSchema,
  /** Change of the probability in percentage points. */
  points: z.number(),
});
export type Reason = z.infer<typeof reasonSchema>;

/** GET /api/w/:workspace/scores/:object?ids=a,b,c and …/scores/:object/:id */
export const scoreSchema = z
  .object({
    object: z.string(),
    recordId: z.string(),
    modelId: z.string(),
    grade: gradeSchema,
    probability: z.number(),
    /** 90 % interval. */
    low: z.number(),
    high: z.number(),
    /** Average of all training cases, to compare with. */
    baseRate: z.number(),
    reasons: z.array(reasonSchema),
    /** Record of the past: among held-out cases scored like this one, how many won. */
    similar: z
      .object({ cases: z.int(), won: z.int(), from: z.number(), to: z.number() })
      .nullable(),
    /** State of knowledge the score rests on, and when it was computed. */
    asOf: z.iso.datetime(),
    computedAt: z.iso.datetime(),
  })
  .meta({ id: "Score" });
export type Score = z.infer<typeof scoreSchema>;
export const scoresSchema = z.object({ scores: z.array(scoreSchema) });

const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** GET /api/w/:workspace/models/lead-grade; POST …/train trains anew. */
export const modelCardSchema = z
  .object({
    id: z.string(),
    prediction: z.string(),
    version: z.int(),
    verdict: z.enum(["usable", "no-signal", "too-few"]),
    trainedAt: z.iso.datetime(),
    from: z.iso.datetime().nullable(),
    to: z.iso.datetime().nullable(),
    rows: z.int(),
    positives: z.int(),
    auc: estimateSchema.nullable(),
    accuracy: estimateSchema.nullable(),
    brier: estimateSchema.nullable(),
    ece: z.number().nullable(),
    calibration: z.array(z.object({ predicted: z.number(), observed: z.number(), count: z.int() })),
    importance: z.array(z.object({ feature: z.string(), label: labelSchema, weight: z.number() })),
    says: labelSchema,
  })
  .meta({ id: "ModelCard" });
export type ModelCard = z.infer<typeof modelCardSchema>;
export const leadGradeStateSchema = z.object({
  training: z.object({ startedAt: z.iso.datetime(), progress: z.number() }).nullable(),
  current: modelCardSchema.nullable(),
});
export type LeadGradeState = z.infer<typeof leadGradeStateSchema>;
