import { z } from "zod";
import { labelSchema, sentencesSchema } from "./locale.ts";
import { predictionDefinitionSchema, predictionNameSchema } from "./prediction-definition.ts";

export const gradeSchema = z.enum(["A", "B", "C", "D"]);
export type Grade = z.infer<typeof gradeSchema>;

const taskSchema = z.enum(["binary", "regression"]);

export const reasonSchema = z.object({
  feature: z.string(),
  label: labelSchema,
  /** The value as a person reads it. */
  value: labelSchema,
  /** Change of the probability in percentage points, or of the number in its own unit. */
  points: z.number(),
});
export type Reason = z.infer<typeof reasonSchema>;

/** Why a score may no longer hold. */
export const staleReasonSchema = z.object({
  code: z.enum(["newer-data", "late-data", "drift", "rebuilding"]),
  label: labelSchema,
  since: z.iso.datetime().nullable(),
});
export type StaleReason = z.infer<typeof staleReasonSchema>;

/** GET /api/w/:workspace/scores/:object?ids=a,b,c&prediction=… */
export const scoreSchema = z
  .object({
    prediction: z.string(),
    object: z.string(),
    recordId: z.string(),
    modelId: z.string(),
    task: taskSchema,
    /** A grade where the prediction gives grades. */
    grade: gradeSchema.nullable(),
    /** A probability, or the expected number. */
    value: z.number(),
    /** 90 % interval. */
    low: z.number(),
    high: z.number(),
    /** Average of all training cases, to compare with. */
    baseRate: z.number(),
    reasons: z.array(reasonSchema),
    /** Record of the past: among held-out cases scored like this one, how many had the outcome. */
    similar: z
      .object({ cases: z.int(), won: z.int(), from: z.number(), to: z.number() })
      .nullable(),
    /** Empty while the score is fresh. */
    stale: z.array(staleReasonSchema),
    /** State of knowledge the score rests on, and when it was computed. */
    asOf: z.iso.datetime(),
    computedAt: z.iso.datetime(),
  })
  .meta({ id: "Score" });
export type Score = z.infer<typeof scoreSchema>;
export const scoresSchema = z.object({ scores: z.array(scoreSchema) });

/** The chance that the outcome has come after so many days, with a 90 % interval. */
export const curvePointSchema = z.object({
  days: z.number(),
  share: z.number(),
  low: z.number(),
  high: z.number(),
});
export type CurvePoint = z.infer<typeof curvePointSchema>;

/** A case that the model was judged on, and how it ended. */
export const pastCaseSchema = z.object({
  recordId: z.string(),
  title: z.string(),
  at: z.iso.datetime(),
  predicted: z.number(),
  outcome: z.number(),
  /** What both have in common, the weightiest first. */
  alike: z.array(labelSchema),
});
export type PastCase = z.infer<typeof pastCaseSchema>;

/** GET /api/w/:workspace/scores/:object/:id?prediction=… */
export const scoreDetailSchema = scoreSchema
  .extend({
    label: labelSchema,
    /** What is predicted, as a sentence. */
    says: sentencesSchema,
    /** Days within which it is to happen, as the version in force learned it; null: until the record is over. */
    horizonDays: z.int().nullable(),
    modelVersion: z.int(),
    /** How the chance grows over the horizon, where the prediction is one of time. */
    curve: z
      .object({
        points: z.array(curvePointSchema),
        /** Staying is what people ask for, not leaving: the curve is shown as what is left. */
        falls: z.boolean(),
      })
      .nullable(),
    /** Cases that were scored so for the same reasons. */
    cases: z.array(pastCaseSchema),
    /** Predictions that have scored this record. */
    predictions: z.array(z.object({ name: z.string(), label: labelSchema })),
  })
  .meta({ id: "ScoreDetail" });
export type ScoreDetail = z.infer<typeof scoreDetailSchema>;

const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

const findingSchema = z.object({ feature: z.string(), label: labelSchema, why: sentencesSchema });

/** A trained version: what it learned from, how right it was on cases it never saw, and what it rests on. */
export const modelCardSchema = z
  .object({
    id: z.string(),
    prediction: z.string(),
    version: z.int(),
    task: taskSchema.default("binary"),
    verdict: z.enum(["usable", "no-signal", "too-few"]),
    trainedAt: z.iso.datetime(),
    /** Moments of the first and the last case. */
    from: z.iso.datetime().nullable(),
    to: z.iso.datetime().nullable(),
    /** The latest fact that was known when it was trained. */
    dataAsOf: z.iso.datetime().nullable().default(null),
    /** Records, and those of them with the outcome. */
    rows: z.int(),
    positives: z.int(),
    /** Cases: a record is looked at several times. */
    cases: z.int().nullable().default(null),
    /** Days between the cases learned from and those judged on; 0: decided before them; null: not in the order of time. */
    gapDays: z.int().nullable().default(null),
    undecided: z.int().default(0),
    withoutHistory: z.int().default(0),
    population: sentencesSchema.nullable().default(null),
    recipe: z.enum(["boosting", "logistic"]).nullable().default(null),
    auc: estimateSchema.nullable(),
    accuracy: estimateSchema.nullable(),
    brier: estimateSchema.nullable(),
    ece: z.number().nullable(),
    /** Of a curve: share of pairs in which the one with the higher chance ended first. */
    concordance: z.number().nullable().default(null),
    /** Of a curve: held-out cases in groups of like scores, and how they went. */
    curves: z
      .array(
        z.object({
          from: z.number(),
          to: z.number(),
          cases: z.int(),
          points: z.array(curvePointSchema),
        }),
      )
      .default([]),
    /** For numbers: share of the variance explained, and the mean absolute error. */
    r2: estimateSchema.nullable().default(null),
    mae: z.number().nullable().default(null),
    /** The simple rival or the boosted trees, whichever was not taken, on the same held-out cases. */
    rival: z
      .object({ recipe: z.enum(["boosting", "logistic"]), score: z.number(), loss: z.number() })
      .nullable()
      .default(null),
    loss: z.number().nullable().default(null),
    /** Beside the version that was in force, on cases that neither had seen. */
    compared: z
      .object({
        version: z.int(),
        cases: z.int(),
        /** By how much the loss falls; above 0 is better. */
        gain: estimateSchema.nullable(),
        verdict: z.enum(["better", "same", "worse", "unknown"]),
      })
      .nullable()
      .default(null),
    calibration: z.array(z.object({ predicted: z.number(), observed: z.number(), count: z.int() })),
    importance: z.array(z.object({ feature: z.string(), label: labelSchema, weight: z.number() })),
    leaks: z.array(findingSchema).default([]),
    suspects: z.array(findingSchema).default([]),
    drift: z
      .object({
        drifted: z.boolean(),
        features: z.array(z.object({ label: labelSchema, psi: z.number() })),
      })
      .nullable()
      .default(null),
    /** Columns with which it may only rise, or only fall: set in the definition, or by the weights of ranks. */
    monotone: z
      .array(
        z.object({
          feature: z.string(),
          label: labelSchema,
          direction: z.enum(["rises", "falls"]),
        }),
      )
      .default([]),
    limits: z.array(sentencesSchema).default([]),
    says: sentencesSchema,
    /** Why it is too good to be true; such a version comes into force by a person alone. */
    doubt: sentencesSchema.nullable().default(null),
  })
  .meta({ id: "ModelCard" });
export type ModelCard = z.output<typeof modelCardSchema>;
export type StoredModelCard = z.input<typeof modelCardSchema>;

const trainingSchema = z.object({
  startedAt: z.iso.datetime(),
  progress: z.number(),
  /** What is being done. */
  phase: z.enum(["reading", "learning"]),
  cancelled: z.boolean(),
});

export const versionSchema = z.object({
  version: z.int(),
  verdict: modelCardSchema.shape.verdict,
  trainedAt: z.iso.datetime(),
  rows: z.int(),
  score: estimateSchema.nullable(),
  recipe: modelCardSchema.shape.recipe,
  compared: modelCardSchema.shape.compared,
  isCurrent: z.boolean(),
});
export type ModelVersion = z.infer<typeof versionSchema>;

/** One line of what was put in force, taken back or withdrawn. */
export const promotionSchema = z.object({
  kind: z.enum(["promoted", "rolled-back", "withdrawn"]),
  version: z.int().nullable(),
  at: z.iso.datetime(),
  by: z.string(),
  why: sentencesSchema,
});
export type Promotion = z.infer<typeof promotionSchema>;

const summarySchema = z.object({
  name: predictionNameSchema,
  label: labelSchema,
  object: z.string(),
  isReady: z.boolean(),
  task: taskSchema,
  /** What is predicted, as a sentence. */
  says: sentencesSchema,
  current: versionSchema.nullable(),
  latest: versionSchema.nullable(),
  training: trainingSchema.nullable(),
  scored: z.int(),
  /** Records of its object that are about to be scored, or scored anew. */
  waiting: z.int(),
});
export type PredictionSummary = z.infer<typeof summarySchema>;

/** GET /api/w/:workspace/predictions */
export const predictionsSchema = z.object({ predictions: z.array(summarySchema) });

/** GET /api/w/:workspace/predictions/:name */
export const predictionStateSchema = summarySchema
  .extend({
    definition: predictionDefinitionSchema,
    versions: z.array(versionSchema),
    promotions: z.array(promotionSchema),
    stale: z.array(staleReasonSchema),
  })
  .meta({ id: "PredictionState" });
export type PredictionState = z.output<typeof predictionStateSchema>;

/** POST …/predictions/:name/promote */
export const promoteSchema = z.strictObject({ version: z.int().min(1) });
