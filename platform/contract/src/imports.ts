import { z } from "zod";
import { labelSchema } from "./locale.ts";
import { fieldValueSchema } from "./records.ts";
import { apiNameSchema, newFieldSchema, newObjectSchema } from "./schema-model.ts";
import { timeZoneSchema } from "./time-zone.ts";

/**
 * How the columns of a file become fields. `match` finds the referenced record by a field of it;
 * `repairs` replaces values that people confirmed to be misspelt (`GTXPro` → `GTX Pro`); the empty text leaves the cell out.
 */
export const columnMapSchema = z.object({
  column: z.string().max(200),
  /**
   * A field of the object; `created_at`: when the record came into being; `id`: which record it is, as exports tell;
   * `owner_id`: whose it is, a member by name or e-mail address.
   */
  field: apiNameSchema,
  match: apiNameSchema.optional(),
  /** For select fields and booleans: text in the file → option value. */
  values: z.record(z.string(), fieldValueSchema).optional(),
  repairs: z.record(z.string(), z.string()).optional(),
  /** How dates that end in their year are written; without it `31/12/2025` cannot be read. */
  dateOrder: z.enum(["day-first", "month-first"]).optional(),
  /** Numbers are written `1.234,50`; without it `1,234.50`. */
  decimalComma: z.boolean().optional(),
});
export type ColumnMap = z.infer<typeof columnMapSchema>;

export const importMapSchema = z.object({
  object: apiNameSchema,
  columns: z.array(columnMapSchema).min(1).max(400),
  /** Field (or fields) by which a row finds the record it updates; without it every row is new. */
  key: z.array(apiNameSchema).max(4).optional(),
  /** Makes records for unknown references instead of reporting them. */
  createMissing: z.boolean().default(false),
  /** Empty cells empty the fields of records that are there already, instead of leaving them as they are. */
  emptyErases: z.boolean().optional(),
  /** Whose clock times without an offset mean; UTC without it. */
  timeZone: timeZoneSchema.optional(),
  /** Constant values for fields that the file lacks. */
  constants: z.record(z.string(), fieldValueSchema).optional(),
  /** Text fields put together from columns, as `{account} {product}`; `{line}` is the line of the file. */
  templates: z.record(z.string(), z.string().max(500)).optional(),
  /** Makes the object before the run; admins only. */
  newObject: newObjectSchema.optional(),
  /** Makes fields for columns that have none before the run; admins only. */
  newFields: z.array(newFieldSchema).max(200).optional(),
});
export type ImportMap = z.input<typeof importMapSchema>;
/** The map with all defaults filled in. */
export type ParsedImportMap = z.output<typeof importMapSchema>;

/** What text files are read in. */
export const fileEncodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "gb18030",
  "big5",
  "shift_jis",
  "windows-1252",
] as const;
export type FileEncoding = (typeof fileEncodings)[number];
export const fileEncodingSchema = z.enum(fileEncodings);

/** How the first words of a file that are no ASCII read in an encoding. */
export const encodingReadingSchema = z.object({ encoding: fileEncodingSchema, text: z.string() });
export type EncodingReading = z.infer<typeof encodingReadingSchema>;

/**
 * POST /api/w/:workspace/imports?name=FILE&object=&sheet=&encoding=&replaces=ID with the file as the body → 201;
 * GET …/imports/:id/draft?object=
 */
export const importDraftSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  /** Of text, as in `fileEncodings`; `xlsx` for a workbook. */
  encoding: z.string(),
  /** Whether the text can hardly be read otherwise; else a person should look, and choose among the readings. */
  encodingSure: z.boolean(),
  /** The encodings that can be meant, the likeliest first; none where all of them read the same, and in workbooks. */
  readings: z.array(encodingReadingSchema),
  separator: z.string(),
  /** Of a workbook: the sheet that was read, and all that could be, by uploading with `sheet`. */
  sheet: z.string().nullable(),
  sheets: z.array(z.string()),
  rowCount: z.int(),
  columns: z.array(
    z.object({
      name: z.string(),
      /** The name of a field that is made of it, unless it is taken. */
      fieldName: apiNameSchema,
      samples: z.array(z.string()),
      distinct: z.int(),
      empty: z.int(),
    }),
  ),
  /** The best guess at object and columns, for a person to change. */
  proposal: importMapSchema.nullable(),
  /** The person's import of a file with the same columns, whose choices the proposal repeats. */
  repeats: z.object({ fileName: z.string(), at: z.iso.datetime() }).nullable(),
  /** An import of the very same rows, not taken back. */
  sameAs: z.object({ id: z.string(), at: z.iso.datetime(), created: z.int() }).nullable(),
  /** When it goes with all its rows unless it is imported. */
  expiresAt: z.iso.datetime(),
});
export type ImportDraft = z.infer<typeof importDraftSchema>;

/** POST …/imports/:id/preview with an ImportMap */
export const importPreviewSchema = z.object({
  rows: z.array(
    z.object({
      line: z.int(),
      row: z.int(),
      action: z.enum(["create", "update", "skip", "error"]),
      /** Of an update of a record that was merged: the one that stands for it, which is changed instead. */
      mergedInto: z.object({ id: z.string(), title: z.string() }).nullable(),
      values: z.record(z.string(), fieldValueSchema),
      /** How references read to a person, by field. */
      references: z.record(z.string(), z.string()),
      issues: z.array(z.object({ column: z.string(), message: labelSchema })),
    }),
  ),
  /** Of the `rows` that were looked at, the first of `all`. */
  counts: z.object({
    all: z.int(),
    rows: z.int(),
    create: z.int(),
    update: z.int(),
    /** Of the updates, those whose record was merged into another. */
    merged: z.int(),
    error: z.int(),
  }),
  /** Cells that match nothing exactly or cannot be read, each with the nearest existing value, if there is one. */
  repairs: z.array(
    z.object({
      column: z.string(),
      from: z.string(),
      to: z.string().nullable(),
      rows: z.int(),
      similarity: z.number(),
    }),
  ),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

/** POST …/imports/:id/run, GET …/imports, GET …/imports/:id, POST …/imports/:id/undo, POST …/imports/:id/cancel */
export const importRunSchema = z
  .object({
    id: z.string(),
    fileName: z.string(),
    object: apiNameSchema.nullable(),
    /** The fields that it fills, in the order of the file; none before it has a map. */
    fields: z.array(apiNameSchema),
    state: z.enum([
      "draft",
      "queued",
      "running",
      "done",
      "failed",
      "cancelled",
      "undoing",
      "undone",
    ]),
    rows: z.int(),
    done: z.int(),
    created: z.int(),
    updated: z.int(),
    failed: z.int(),
    secondsLeft: z.number().nullable(),
    /** The first 200. `row` as a spreadsheet counts, `line` that of the text file: with breaks inside of cells it runs ahead. */
    errors: z.array(
      z.object({ line: z.int(), row: z.int(), column: z.string(), message: labelSchema }),
    ),
    /** Fields that it added to the object, and what became of each when it was taken back; if it stayed, why. */
    madeFields: z.array(
      z.object({
        name: apiNameSchema,
        label: labelSchema,
        state: z.enum(["there", "removed", "kept"]),
        reasons: z.array(labelSchema),
      }),
    ),
    createdAt: z.iso.datetime(),
    /** Of a draft: when it goes with all its rows. */
    expiresAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "ImportRun" });
export type ImportRun = z.infer<typeof importRunSchema>;
