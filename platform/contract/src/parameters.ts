import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { gradeSchema } from "./prediction.ts";

const valuesSchema = z.record(z.string().max(64), z.number());

/** A named, typed, bounded number that the business sets. */
export const parameterSchema = z.object({
  name: z.string(),
  group: z.string(),
  label: labelSchema,
  hint: labelSchema,
  unit: z.enum(["times", "days", "share"]),
  low: z.number(),
  high: z.number(),
  step: z.number(),
  standard: z.number(),
  value: z.number(),
});
export type Parameter = z.infer<typeof parameterSchema>;

/** GET /api/w/:workspace/parameters */
export const parametersSchema = z
  .object({
    groups: z.array(z.object({ name: z.string(), label: labelSchema })),
    parameters: z.array(parameterSchema),
    history: z.array(
      z.object({
        at: z.iso.datetime(),
        by: z.string(),
        note: z.string(),
        changes: z.array(z.object({ name: z.string(), from: z.number(), to: z.number() })),
      }),
    ),
  })
  .meta({ id: "Parameters" });
export type Parameters = z.infer<typeof parametersSchema>;

/** POST …/parameters/preview, PUT …/parameters: the values that change; the others stay. */
export const parameterChangeSchema = z.strictObject({
  values: valuesSchema,
  note: z.string().max(500).default(""),
});
export type ParameterChange = z.input<typeof parameterChangeSchema>;

const shareSchema = z.object({
  /** Leads graded A or B, and how many of them were won. */
  good: z.int(),
  won: z.int(),
});

/** What a change would do to real records, before it is saved. */
export const parameterPreviewSchema = z
  .object({
    /** Predictions that learn from what changes, and are trained anew when it is saved. */
    learning: z.array(z.object({ name: z.string(), label: labelSchema })),
    /** Open leads with a grade. */
    leads: z.int(),
    changed: z.int(),
    /** Leads by grade, now and then. */
    grades: z.array(z.object({ grade: gradeSchema, before: z.int(), after: z.int() })),
    records: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        probability: z.number(),
        before: gradeSchema,
        after: gradeSchema,
      }),
    ),
    /** Leads that ended in the last 90 days, graded both ways by their last score, or by that of the model before it knew. */
    lastQuarter: z.object({
      ended: z.int(),
      won: z.int(),
      before: shareSchema,
      after: shareSchema,
    }),
  })
  .meta({ id: "ParameterPreview" });
export type ParameterPreview = z.infer<typeof parameterPreviewSchema>;
