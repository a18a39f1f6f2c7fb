import { z } from "zod";
import { plainText, soughtText } from "./plain-text.ts";
import { apiNameSchema } from "./schema-model.ts";

/** Values by field name. Dates `YYYY-MM-DD`, times ISO 8601 UTC, money and numbers as numbers, references and users as ids. */
export const fieldValueSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.string()),
  z.null(),
]);
export type FieldValue = z.infer<typeof fieldValueSchema>;
export const valuesSchema = z.record(z.string(), fieldValueSchema);
export type Values = z.infer<typeof valuesSchema>;

export const recordSchema = z
  .object({
    id: z.string(),
    object: apiNameSchema,
    title: z.string(),
    values: valuesSchema,
    /** Titles of referenced records and users, by id. */
    references: z.record(z.string(), z.string()),
    ownerId: z.string().nullable(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    deletedAt: z.iso.datetime().nullable(),
    /** Of a record that was merged into another: the one that stands for it now. */
    mergedInto: z.string().optional(),
  })
  .meta({ id: "Record" });
export type RecordDocument = z.infer<typeof recordSchema>;

/** A condition tree of `engines/conditions`; parsed there, where its errors name the place. */
export const conditionDocumentSchema = z.json();

export const sortSchema = z.object({
  field: z.string().max(100),
  direction: z.enum(["asc", "desc"]),
});
export type Sort = z.infer<typeof sortSchema>;

/** POST /api/w/:workspace/records/:object/query */
export const recordQuerySchema = z.object({
  filter: conditionDocumentSchema.optional(),
  search: soughtText(200).optional(),
  sort: sortSchema.optional(),
  after: z.string().max(2000).optional(),
  limit: z.int().min(1).max(200).default(50),
  deleted: z.boolean().default(false),
});
export type RecordQuery = z.input<typeof recordQuerySchema>;
export const recordPageSchema = z.object({
  records: z.array(recordSchema),
  nextCursor: z.string().nullable(),
});
export type RecordPage = z.infer<typeof recordPageSchema>;

/** POST …/records/:object/count */
export const countQuerySchema = recordQuerySchema
  .pick({ filter: true, search: true, deleted: true })
  .extend({
    /** Counts to the end, however long that takes (five seconds at most); without it to 2,000. */
    exact: z.boolean().default(false),
  });
/** `exact` is false where there are more than `count`. */
export const recordCountSchema = z.object({ count: z.int(), exact: z.boolean() });
export type RecordCount = z.infer<typeof recordCountSchema>;

/** POST …/records/:object/board: columns by the stage field, each with count, total and first cards. */
export const boardQuerySchema = z.object({
  filter: conditionDocumentSchema.optional(),
  /** Number or currency field to total. */
  totalField: apiNameSchema.optional(),
  limit: z.int().min(1).max(100).default(20),
});
export const boardSchema = z.object({
  field: apiNameSchema,
  columns: z.array(
    z.object({
      value: z.string().nullable(),
      count: z.int(),
      total: z.number().nullable(),
      records: z.array(recordSchema),
      nextCursor: z.string().nullable(),
    }),
  ),
});
export type Board = z.infer<typeof boardSchema>;

/** POST …/records/:object → 201. Without `ownerId` it belongs to whoever makes it. */
export const newRecordSchema = z.object({
  values: valuesSchema,
  ownerId: plainText(100).nullable().optional(),
});
/** PATCH: with `version` the edit is refused (409) when somebody else was faster. */
export const recordChangeSchema = z.object({
  values: valuesSchema.default({}),
  ownerId: plainText(100).nullable().optional(),
  version: z.int().optional(),
});
/** POST …/records/:object/delete and …/restore: many at once, all or none. */
export const recordIdsSchema = z.object({ ids: z.array(z.uuid()).min(1).max(500) });

/** POST …/records/:object/ids: of all that are meant, up to 10,000. */
export const matchingIdsSchema = z.object({ ids: z.array(z.string()), complete: z.boolean() });
export type MatchingIds = z.infer<typeof matchingIdsSchema>;
/** POST …/records/:object/update: many at once, all or none; records deleted meanwhile are left out. */
export const recordEditsSchema = z.object({
  edits: z
    .array(
      z.object({
        id: z.uuid(),
        values: valuesSchema.default({}),
        ownerId: plainText(100).nullable().optional(),
      }),
    )
    .min(1)
    .max(500),
});
/** Those that changed, with what they held before; sent back as edits they are undone. */
export const editedRecordsSchema = z.object({
  edited: z.array(
    z.object({
      id: z.string(),
      version: z.int(),
      before: valuesSchema,
      ownerBefore: z.string().nullable().optional(),
    }),
  ),
});
export type EditedRecords = z.infer<typeof editedRecordsSchema>;

export const historyEntrySchema = z.object({
  id: z.string(),
  /** `merge` and `unmerge` stand in the histories of both records. */
  kind: z.enum(["create", "update", "delete", "restore", "merge", "unmerge"]),
  /** Of a merge: the other record. */
  other: z.object({ id: z.string(), title: z.string() }).optional(),
  changes: z.record(z.string(), z.object({ from: fieldValueSchema, to: fieldValueSchema })),
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  /** When it happened, and when the system came to know. */
  occurredAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** GET /api/w/:workspace/search?q= */
export const searchResultSchema = z.object({
  hits: z.array(
    z.object({ object: apiNameSchema, id: z.string(), title: z.string(), detail: z.string() }),
  ),
});
export type SearchResult = z.infer<typeof searchResultSchema>;

/** A saved view of a list: GET/POST /api/w/:workspace/views, PATCH/DELETE …/views/:id */
export const viewContentSchema = z.object({
  object: apiNameSchema,
  name: plainText(100).trim().min(1),
  columns: z.array(z.string().max(100)).max(60),
  filter: conditionDocumentSchema.nullable(),
  sort: sortSchema.nullable(),
  shared: z.boolean(),
});
export const viewSchema = viewContentSchema
  .extend({ id: z.string(), ownerId: z.string() })
  .meta({ id: "View" });
export type View = z.infer<typeof viewSchema>;
