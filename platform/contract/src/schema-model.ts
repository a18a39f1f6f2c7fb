import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { masksSchema, sightSchema } from "./masks.ts";
import { plainText } from "./plain-text.ts";
import { apiNameSchema } from "./schema-name.ts";

export { apiNameSchema };

export const fieldTypeSchema = z.enum([
  "text",
  "longText",
  "number",
  "currency",
  "boolean",
  "date",
  "dateTime",
  "select",
  "multiSelect",
  "reference",
  "email",
  "phone",
  "url",
  "user",
]);
export type FieldType = z.infer<typeof fieldTypeSchema>;

export const optionSchema = z.object({
  value: apiNameSchema,
  label: labelSchema,
  color: plainText(20).optional(),
});
export type Option = z.infer<typeof optionSchema>;

export const fieldSchema = z
  .object({
    name: apiNameSchema,
    label: labelSchema,
    type: fieldTypeSchema,
    required: z.boolean(),
    unique: z.boolean(),
    /** Text that search finds; titles, e-mail addresses, phone numbers and web addresses are found anyway. */
    searched: z.boolean().optional(),
    system: z.boolean(),
    options: z.array(optionSchema),
    /** Object that a reference points to. */
    target: apiNameSchema.nullable(),
    /** From which roles its values are kept, by its own rule or that of its kind; absent where all see them. */
    masks: masksSchema.optional(),
    /** How much of its values the reader of this schema sees; absent: all. */
    sight: sightSchema.exclude(["whole"]).optional(),
  })
  .meta({ id: "Field" });
export type Field = z.infer<typeof fieldSchema>;

export const objectSchema = z
  .object({
    name: apiNameSchema,
    label: labelSchema,
    pluralLabel: labelSchema,
    icon: plainText(40),
    /** Field whose value names a record to a person. */
    titleField: apiNameSchema,
    /** Select field that a board is drawn by, if there is one. */
    stageField: apiNameSchema.nullable(),
    system: z.boolean(),
    fields: z.array(fieldSchema),
  })
  .meta({ id: "Object" });
export type ObjectDefinition = z.infer<typeof objectSchema>;

/** GET /api/w/:workspace/schema */
export const schemaSchema = z.object({ version: z.int(), objects: z.array(objectSchema) });
export type SchemaDocument = z.infer<typeof schemaSchema>;

/** POST /api/w/:workspace/schema/objects and …/objects/:object/fields */
export const newObjectSchema = z.object({
  name: apiNameSchema,
  label: labelSchema,
  pluralLabel: labelSchema,
  icon: plainText(40).default("box"),
});
export type NewObject = z.input<typeof newObjectSchema>;
export const newFieldSchema = z.object({
  name: apiNameSchema,
  label: labelSchema,
  type: fieldTypeSchema,
  required: z.boolean().default(false),
  unique: z.boolean().default(false),
  searched: z.boolean().optional(),
  options: z.array(optionSchema).max(200).default([]),
  target: apiNameSchema.nullable().default(null),
});
export type NewField = z.input<typeof newFieldSchema>;
/** PATCH …/objects/:object/fields/:field: options may be added, renamed and reordered; those in use stay. */
export const fieldChangeSchema = z.object({
  label: labelSchema.optional(),
  required: z.boolean().optional(),
  options: z.array(optionSchema).max(200).optional(),
});
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/** GET …/schema/free-name?label=&object= */
export const freeNameSchema = z.object({ name: apiNameSchema });

/** POST …/fields/:field/conversion and …/conversion/preview: the field becomes another type, in the background. */
export const fieldTargetSchema = z.object({
  type: fieldTypeSchema,
  options: z.array(optionSchema).max(200).default([]),
});
/** Of the latest values, at most 20,000: how many the new type holds, and some that it cannot. */
export const conversionPreviewSchema = z.object({
  checked: z.int(),
  kept: z.int(),
  lost: z.int(),
  samples: z.array(z.string()),
});
export type ConversionPreview = z.infer<typeof conversionPreviewSchema>;
/** GET …/schema/conversions, newest first: the latest hundred. */
export const conversionsSchema = z.object({
  conversions: z.array(
    z.object({
      id: z.string(),
      object: apiNameSchema,
      field: apiNameSchema,
      type: fieldTypeSchema,
      /** `cancelling` until what was filled is gone again. */
      state: z.enum(["filling", "cancelling", "cancelled", "done", "failed"]),
      filled: z.int(),
      /** About how many records there are to fill. */
      rows: z.int(),
      lost: z.int(),
      error: labelSchema.nullable(),
      createdAt: z.iso.datetime(),
      finishedAt: z.iso.datetime().nullable(),
    }),
  ),
});
export type Conversions = z.infer<typeof conversionsSchema>;
/** The conversion that was begun. */
export const startedConversionSchema = z.object({ id: z.string() });
