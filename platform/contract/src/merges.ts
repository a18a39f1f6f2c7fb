import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { recordSchema } from "./records.ts";
import { apiNameSchema } from "./schema-name.ts";

/** Whose value of a field the record has that stays; `both` joins lists, and long texts one below the other. */
export const mergeChoiceSchema = z.enum(["kept", "other", "both"]);
export type MergeChoice = z.infer<typeof mergeChoiceSchema>;

/** GET …/records/:object/:id/merge?other=: what would become of two records that are one. */
export const mergePreviewSchema = z.object({
  /** The one that stays, and the one that goes. */
  kept: recordSchema,
  other: recordSchema,
  /** Fields in which one of them has a value, with what is taken where nobody chooses; `owner_id` is the owner. */
  fields: z.array(
    z.object({
      name: apiNameSchema,
      choice: mergeChoiceSchema,
      /** What can be chosen; only one where the other value is empty or the same. */
      choices: z.array(mergeChoiceSchema),
    }),
  ),
  /** What refers to the one that goes and will refer to the one that stays. */
  moves: z.array(
    z.object({
      /** Of what object the records are; null for what is no record. */
      object: apiNameSchema.nullable(),
      label: labelSchema,
      count: z.int(),
    }),
  ),
});
export type MergePreview = z.infer<typeof mergePreviewSchema>;

/** POST …/records/:object/:id/merge: the record of the path stays. */
export const newMergeSchema = z.object({
  other: z.uuid(),
  /** Only where it shall be another than the preview says. */
  choices: z.record(apiNameSchema, mergeChoiceSchema).default({}),
  /** The versions that somebody saw: the merge is refused (409) when one of them has changed since. */
  versions: z.object({ kept: z.int(), other: z.int() }).optional(),
});
export type NewMerge = z.input<typeof newMergeSchema>;

/** Two records that were made one. */
export const mergeSchema = z
  .object({
    id: z.string(),
    kept: z.object({ id: z.string(), title: z.string() }),
    other: z.object({ id: z.string(), title: z.string() }),
    actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    at: z.iso.datetime(),
    undoneAt: z.iso.datetime().nullable(),
    /** How many rows of whatever kind were moved. */
    moved: z.int(),
  })
  .meta({ id: "Merge" });
export type Merge = z.infer<typeof mergeSchema>;

/** POST …/records/:object/:id/merge, and …/merges/:merge/undo. */
export const mergedSchema = z.object({ record: recordSchema, merge: mergeSchema });
/** GET …/records/:object/:id/merges, the latest first: of those that are one with this record now. */
export const mergesSchema = z.object({ merges: z.array(mergeSchema) });
