import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { conditionDocumentSchema } from "./records.ts";
import { apiNameSchema } from "./schema-model.ts";

/** Name of a prediction in addresses: `lead-grade`. */
export const predictionNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,47}$/);

/**
 * Whose facts a feature reads: "" the record itself, a reference field of it (`account`), or "company" for the account
 * that mail domain or company name point to.
 */
const ofSchema = z.union([z.literal(""), apiNameSchema]).default("");
const daysSchema = z.int().min(1).max(1_095);

export const featureSpecSchema = z.discriminatedUnion("kind", [
  /** Values of fields; null: all that a model can use. */
  z.strictObject({
    kind: z.literal("fields"),
    of: ofSchema,
    names: z.array(apiNameSchema).max(200).nullable().default(null),
  }),
  /** How long the record has existed. */
  z.strictObject({ kind: z.literal("age") }),
  /** How long a field has had its value, and how often it was changed. */
  z.strictObject({ kind: z.literal("field-history"), field: apiNameSchema }),
  /** Kind of mail address, and whether a phone number is given. */
  z.strictObject({ kind: z.literal("contact-details") }),
  /** Other records that point to the same thing, such as earlier deals of the account. */
  z.strictObject({
    kind: z.literal("related"),
    of: ofSchema,
    object: apiNameSchema,
    /** Reference field of `object`. */
    through: apiNameSchema,
    measure: z.enum(["count", "sum", "mean", "days-since"]),
    /** What is summed. */
    field: apiNameSchema.nullable().default(null),
    /** What they must have been like then. */
    filter: conditionDocumentSchema.nullable().default(null),
    days: daysSchema.nullable().default(null),
    label: labelSchema,
  }),
  /** The usual set of counts of touchpoints by kind and topic in 7, 30 and 90 days. */
  z.strictObject({ kind: z.literal("behaviour-set"), of: ofSchema }),
  /** One number of the touchpoints of some days. */
  z.strictObject({
    kind: z.literal("behaviour"),
    of: ofSchema,
    touchpoint: z.strictObject({
      kind: z.string().max(40).nullable().default(null),
      topic: z.string().max(60).nullable().default(null),
      event: z.string().max(120).nullable().default(null),
    }),
    measure: z.enum(["count", "active-days", "days-since", "sum", "mean"]),
    /** Property that `sum` and `mean` read. */
    fact: z.string().max(60).nullable().default(null),
    /** From so many days before the moment … */
    days: daysSchema,
    /** … until so many days before it. */
    untilDays: z.int().min(0).max(1_094).default(0),
    label: labelSchema,
  }),
  /** How many publications of a kind about the company there were. */
  z.strictObject({
    kind: z.literal("signal"),
    of: ofSchema,
    signal: z.string().min(1).max(60),
    /** Also what is published about companies beneath it. */
    withBeneath: z.boolean().optional(),
    days: daysSchema,
  }),
  /** What another prediction said of the record, or of what it points to. */
  z.strictObject({ kind: z.literal("prediction"), of: ofSchema, prediction: predictionNameSchema }),
  /** What a business parameter makes of the record: the rank of its title, whether the replacement window is open. */
  z.strictObject({
    kind: z.literal("parameter"),
    of: ofSchema,
    parameter: z.enum(["rank", "replacement-window"]),
  }),
]);
export type FeatureSpec = z.output<typeof featureSpecSchema>;

/** When in the life of a record is predicted. */
export const momentSchema = z.discriminatedUnion("kind", [
  /** When it came in (0), and again some days later while it is open. */
  z.strictObject({
    kind: z.literal("created"),
    afterDays: z.array(z.int().min(0).max(730)).min(1).max(8),
  }),
  /** When it was created and whenever a field, such as its stage, has changed. */
  z.strictObject({ kind: z.literal("changed"), field: apiNameSchema }),
  /** Some days before (negative) or after a date of the record. */
  z.strictObject({
    kind: z.literal("date"),
    field: apiNameSchema,
    offsetDays: z.array(z.int().min(-730).max(730)).min(1).max(12),
  }),
  /** At the beginning of every month of its life. */
  z.strictObject({ kind: z.literal("monthly") }),
]);
export type PredictionMoment = z.output<typeof momentSchema>;

const horizonSchema = z.int().min(1).max(1_095);

/** What is predicted. */
export const outcomeSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("condition"),
    condition: conditionDocumentSchema,
    /** What says that the record is over without the outcome. */
    otherwise: conditionDocumentSchema.nullable().default(null),
    /** Null: until it is over, one way or the other. */
    horizonDays: horizonSchema.nullable(),
    /** Field that says when it was over, for records that came without a history. */
    dateField: apiNameSchema.nullable().default(null),
    /** Also when within the horizon: a curve. */
    curve: z.boolean().default(false),
  }),
  /** The field no longer has the value it has now. */
  z.strictObject({
    kind: z.literal("leaves"),
    field: apiNameSchema,
    horizonDays: horizonSchema,
    /** Also when within the horizon: a curve. */
    curve: z.boolean().default(false),
  }),
  /** The value of a number once a condition holds. */
  z.strictObject({
    kind: z.literal("number"),
    field: apiNameSchema,
    when: conditionDocumentSchema,
    otherwise: conditionDocumentSchema.nullable().default(null),
    dateField: apiNameSchema.nullable().default(null),
  }),
]);
export type PredictionOutcome = z.output<typeof outcomeSchema>;

/** A prediction as a business user defines it. */
export const predictionDefinitionSchema = z
  .strictObject({
    name: predictionNameSchema,
    label: labelSchema,
    object: apiNameSchema,
    /** Which records; null: all. */
    population: conditionDocumentSchema.nullable().default(null),
    moment: momentSchema,
    outcome: outcomeSchema,
    features: z.array(featureSpecSchema).min(1).max(60),
    /** Columns that were asked about and are to be left out. */
    exclude: z.array(z.string().max(200)).max(500).default([]),
    /** Numeric columns with which the prediction may only rise, or only fall. */
    monotone: z.record(z.string().max(200), z.enum(["rises", "falls"])).default({}),
    /** Grades A to D beside the probability. */
    graded: z.boolean().default(false),
    promotion: z.enum(["by-hand", "when-better"]).default("by-hand"),
  })
  .meta({ id: "PredictionDefinition" });
export type PredictionDefinition = z.output<typeof predictionDefinitionSchema>;
export type NewPredictionDefinition = z.input<typeof predictionDefinitionSchema>;

/** POST /api/w/:workspace/predictions/preview: what a definition would learn from, on the records of today. */
export const definitionPreviewSchema = z.object({
  /** Records of the object. */
  records: z.int(),
  /** Of these looked at: the latest. */
  looked: z.int(),
  /** Moments whose outcome is known, of so many records. */
  cases: z.int(),
  caseRecords: z.int(),
  /** Moments whose horizon is not over yet. */
  undecided: z.int(),
  /** Records that came without a history: their fields count as if known at the moment. */
  withoutHistory: z.int(),
  /** Share of cases with the outcome, or the mean of the number; null without cases. */
  rate: z.number().nullable(),
  /** Columns that a model would see. */
  features: z.array(
    z.object({
      name: z.string(),
      label: labelSchema,
      kind: z.enum(["numeric", "categorical"]),
    }),
  ),
  /** Records that could be scored now. */
  open: z.int(),
});
export type DefinitionPreview = z.infer<typeof definitionPreviewSchema>;
