import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { apiNameSchema } from "./schema-model.ts";

/** An index that was made because lists of a large object needed it, or totals that are kept for its board. */
export const listIndexSchema = z
  .object({
    name: z.string(),
    object: apiNameSchema,
    /** `totals`: no index, but counts and sums by stage that PostgreSQL keeps. */
    kind: z.enum(["ordered", "lists", "totals"]),
    /** Fields that are compared, and the one that lists are sorted by. */
    fields: z.array(z.string()),
    sortedBy: z.string().nullable(),
    /** Fields by which rows are passed over without being read; of totals the one that is added up. */
    carried: z.array(z.string()),
    /** Somebody asked for it, a saved view needs it, or lists without it were slow again and again. */
    reason: z.enum(["hand", "view", "use"]),
    /** `waiting`: there is no room for it beside the others. */
    state: z.enum(["wanted", "waiting", "building", "ready", "failed"]),
    /** Of one that is being built, from 0 to 1; null where that is not known. */
    progress: z.number().nullable(),
    error: labelSchema.nullable(),
    bytes: z.number().nullable(),
    /** How often PostgreSQL has used it; null for totals, of which only the day is known. */
    scans: z.number().nullable(),
    usedAt: z.iso.datetime().nullable(),
    builtAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "ListIndex" });

const coverageSchema = z.enum([
  ...["built-in", "ready", "building", "wanted", "failed", "none", "impossible"],
] as const);

/** Whether lists of an object are sorted, filtered and searched by a field with the help of an index. */
export const fieldCoverageSchema = z.object({
  object: apiNameSchema,
  field: apiNameSchema,
  /** `built-in`: every table has it. `impossible`: lists are not sorted by it. */
  sort: coverageSchema,
  /** By one value. `impossible`: values are too long for an index. */
  filter: coverageSchema,
  searched: z.boolean(),
});
export type FieldCoverage = z.infer<typeof fieldCoverageSchema>;

/** GET /api/w/:workspace/indexes; DELETE …/indexes/:name */
export const listIndexesSchema = z.object({
  most: z.object({ perObject: z.int(), inAll: z.int() }),
  indexes: z.array(listIndexSchema),
  fields: z.array(fieldCoverageSchema),
});

/** POST /api/w/:workspace/indexes: an index for lists that are sorted by a field, or filtered by one of its values. */
export const newIndexSchema = z.object({
  object: apiNameSchema,
  field: apiNameSchema,
  use: z.enum(["sort", "filter"]),
});
export type ListIndexes = z.infer<typeof listIndexesSchema>;
