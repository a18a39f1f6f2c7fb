import { z } from "zod";
import { apiNameSchema } from "./schema-model.ts";

/** An index that was made because lists of a large object needed it. */
export const listIndexSchema = z
  .object({
    name: z.string(),
    object: apiNameSchema,
    /** Fields that are compared, and the one that lists are sorted by. */
    fields: z.array(z.string()),
    sortedBy: z.string().nullable(),
    /** Fields by which rows are passed over without being read. */
    carried: z.array(z.string()),
    /** A saved view needs it, or lists without it were slow again and again. */
    reason: z.enum(["view", "use"]),
    state: z.enum(["wanted", "building", "ready", "failed"]),
    error: z.string().nullable(),
    bytes: z.number().nullable(),
    scans: z.number(),
    usedAt: z.iso.datetime().nullable(),
    builtAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "ListIndex" });

/** GET /api/w/:workspace/indexes; DELETE …/indexes/:name */
export const listIndexesSchema = z.object({
  most: z.object({ perObject: z.int(), inAll: z.int() }),
  indexes: z.array(listIndexSchema),
});
export type ListIndexes = z.infer<typeof listIndexesSchema>;
