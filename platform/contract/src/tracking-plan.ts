import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { plainText } from "./plain-text.ts";
import { tierSchema } from "./touchpoints.ts";

/** Types of values as JSON has them; `time` is a text that is a moment. */
export const propertyTypeSchema = z.enum(["text", "number", "boolean", "time", "object", "list"]);
export type PropertyType = z.infer<typeof propertyTypeSchema>;

/** What is done with an event that breaks the plan: told on the page, or held back until somebody decides. */
export const violationRuleSchema = z.enum(["flag", "quarantine"]);
export type ViolationRule = z.infer<typeof violationRuleSchema>;

export const plannedPropertySchema = z.object({
  name: plainText(100).min(1),
  type: propertyTypeSchema,
  required: z.boolean(),
});
export type PlannedProperty = z.infer<typeof plannedPropertySchema>;

/** PUT /api/w/:workspace/tracking-plan/types: what a type of event promises. */
export const plannedTypeSchema = z.object({
  name: plainText(200).trim().min(1),
  tier: tierSchema,
  /** What the data are kept for. */
  purpose: plainText(300),
  /** Days after which raw events are deleted from the log; null keeps them. */
  retentionDays: z.int().min(1).max(36_500).nullable(),
  properties: z.array(plannedPropertySchema).max(100),
  onViolation: violationRuleSchema,
});
export type PlannedType = z.infer<typeof plannedTypeSchema>;

/** What really arrives under a name. */
export const observedTypeSchema = z.object({
  count: z.int(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  properties: z.array(
    z.object({
      name: z.string(),
      types: z.array(z.object({ type: propertyTypeSchema, count: z.int() })),
      example: z.string(),
    }),
  ),
});
export type ObservedType = z.infer<typeof observedTypeSchema>;

export const planEntrySchema = z.object({
  name: z.string(),
  /** What it is called on time lines; null where only its own name is known. */
  label: labelSchema.nullable(),
  /** The tier that its touchpoints have: the planned one, else that of the vocabulary. */
  tier: tierSchema,
  planned: plannedTypeSchema.nullable(),
  observed: observedTypeSchema.nullable(),
  /** What to plan for a type that arrives and is not planned; null for others. */
  proposed: plannedTypeSchema.nullable(),
  /** What of that which arrived breaks the plan: a property with another type, or missing. */
  violations: z.array(
    z.object({
      property: z.string(),
      kind: z.enum(["type", "missing"]),
      expected: propertyTypeSchema,
      count: z.int(),
    }),
  ),
});
export type PlanEntry = z.infer<typeof planEntrySchema>;

/** Events whose type is not planned. */
export const unknownRuleSchema = z.enum(["accept", "flag", "quarantine"]);
export const planSettingsSchema = z.object({ unknown: unknownRuleSchema });
export const trackingPlanSchema = planSettingsSchema.extend({ types: z.array(planEntrySchema) });
export type TrackingPlan = z.infer<typeof trackingPlanSchema>;
