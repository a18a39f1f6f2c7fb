import { recordAudit } from "@causeway/platform-audit";
import {
  apiNameSchema,
  boardQuerySchema,
  boardSchema,
  conditionDocumentSchema,
  consentPurposeSchema,
  countQuerySchema,
  type Locale,
  matchingIdsSchema,
  type Role,
  recordCountSchema,
  recordPageSchema,
  recordQuerySchema,
  schemaMessage,
  searchResultSchema,
  soughtText,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { objectNamed } from "@causeway/platform-schema";
import { z } from "zod";
import { exportCsv, exportFileName } from "../export/export-csv.ts";
import { readHelped } from "../indexes/help-slow-lists.ts";
import { readBoard } from "../lists/board.ts";
import { countRecords } from "../lists/count-records.ts";
import { readCondition } from "../lists/filter-sql.ts";
import { listRecords, type RecordSelection } from "../lists/list-records.ts";
import { matchingIds } from "../lists/matching-ids.ts";
import { withinTime } from "../lists/within-time.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { transactThroughChange } from "../metadata/transact-through-change.ts";
import { presentHits } from "../present/present-hits.ts";
import { presentRecords } from "../present/present-records.ts";
import { searchRecords } from "../search/search-records.ts";
import { sumUpTotals } from "../totals/sum-up-totals.ts";
import { csvAnswer } from "./csv-answer.ts";
import type { RecordsDependencies } from "./dependencies.ts";

const tags = ["records"];
const access = { kind: "workspace", role: "member" } as const;
const params = z.object({ workspace: z.string(), object: apiNameSchema });
const readOnly = { readOnly: true };

const exportQuerySchema = z.object({
  filter: z
    .string()
    .max(20_000)
    .transform((text, context) => {
      try {
        return conditionDocumentSchema.parse(JSON.parse(text));
      } catch {
        context.addIssue({ code: "custom", message: schemaMessage("filter") });
        return z.NEVER;
      }
    })
    .optional(),
  search: z.string().max(200).optional(),
  sort: z.string().max(100).optional(),
  direction: z.enum(["asc", "desc"]).default("asc"),
  columns: z.string().max(4000).optional(),
  /** For what people leave the house: those who said no are left out, or marked in a column of its own. */
  consent: consentPurposeSchema.optional(),
  without: z.enum(["omit", "mark"]).default("omit"),
});

export function listRoutes(dependencies: RecordsDependencies): readonly Route[] {
  const { userNames, consentOf } = dependencies;
  return [
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/records/:object/query",
      summary: "A page of records",
      tags,
      access,
      params,
      body: recordQuerySchema,
      response: recordPageSchema,
      handle: ({ workspace, params: { object }, body, locale, member: { role } }) => {
        const { sort, after, limit } = body;
        const list = {
          ...selection(object, body, { locale, viewer: role }),
          ...(sort && { sort }),
        };
        return readHelped(workspace, dependencies, list, async (trx) => {
          const page = { ...list, ...(after !== undefined && { after }), limit };
          const { records, nextCursor } = await listRecords(trx, page);
          return { records: await presentRecords(trx, records, userNames, role), nextCursor };
        });
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/records/:object/count",
      summary: "How many records there are: exact up to 2,000, or when asked",
      tags,
      access,
      params,
      body: countQuerySchema,
      response: recordCountSchema,
      handle: ({ workspace, params: { object }, body, locale, member: { role } }) => {
        const { exact } = body;
        const counted = { ...selection(object, body, { locale, viewer: role }), exact };
        return withinTime(workspace, (trx) => countRecords(trx, counted), { locale });
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/records/:object/ids",
      summary: "Ids of all records that are meant, up to 10,000",
      tags,
      access,
      params,
      body: recordQuerySchema.pick({ filter: true, search: true, deleted: true }),
      response: matchingIdsSchema,
      handle: ({ workspace, params: { object }, body, locale, member: { role } }) =>
        withinTime(
          workspace,
          (trx) => matchingIds(trx, selection(object, body, { locale, viewer: role })),
          {
            locale,
          },
        ),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/records/:object/board",
      summary: "Records by stage, with counts and totals",
      tags,
      access,
      params,
      body: boardQuerySchema,
      response: boardSchema,
      handle: async ({ workspace, params: { object }, body, locale, member: { role } }) => {
        const { totalField, limit } = body;
        const list = {
          ...selection(object, body, { locale, viewer: role }),
          ...(totalField !== undefined && { totalField }),
        };
        const asked = { ...list, isBoard: true };
        const { dueTotals, ...board } = await readHelped(
          workspace,
          dependencies,
          asked,
          async (trx) => {
            const { columns, ...found } = await readBoard(trx, { ...list, limit });
            const all = columns.flatMap(({ records }) => records);
            const documents = await presentRecords(trx, all, userNames, role);
            const byId = new Map(documents.map((document) => [document.id, document]));
            return {
              ...found,
              columns: columns.map((column) => ({
                ...column,
                records: column.records.flatMap(({ id }) => byId.get(id) ?? []),
              })),
            };
          },
        );
        if (dueTotals !== undefined) {
          const usedAt = new Date();
          // The board is there already: where this fails, the next reader does it, or the night.
          await workspace
            .transaction((trx) => sumUpTotals(trx, dueTotals, { usedAt }))
            .catch(() => undefined);
        }
        return board;
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/records/:object/export.csv",
      summary: "Records as a CSV file; filter as JSON, columns as names with commas",
      tags,
      access,
      params,
      query: exportQuerySchema,
      response: "raw",
      handle: async ({ workspace, params: { object: name }, query, locale, actor, member }) => {
        const { sort, direction, columns, consent: purpose, without: way } = query;
        const object = await workspace.transaction(async (trx) => {
          const details = purpose === undefined ? {} : { consent: purpose, without: way };
          await recordAudit(trx, { actor, action: "records.exported", subject: name, details });
          return objectNamed(await readSchema(trx), name);
        });
        const lines = exportCsv(
          workspace,
          {
            ...selection(name, query, { locale, viewer: member.role }),
            ...(sort !== undefined && { sort: { field: sort, direction } }),
            ...(columns !== undefined && { columns: columns.split(",") }),
            ...(purpose && consentOf && { consent: { purpose, way, consentOf } }),
            locale,
          },
          userNames,
        );
        return csvAnswer(lines, {
          name: exportFileName(object, locale, new Date()),
          fallback: name,
        });
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/search",
      summary: "Records that contain all words, by text, pinyin or initials",
      tags,
      access,
      query: z.object({
        q: soughtText(200),
        object: apiNameSchema.optional(),
        limit: z.coerce.number().int().min(1).max(50).default(20),
      }),
      response: searchResultSchema,
      handle: ({ workspace, query: { q, object, limit }, member: { role: viewer } }) =>
        transactThroughChange(
          workspace,
          async (trx) => {
            const objects = object === undefined ? {} : { objects: [object] };
            const search = { text: q, limit, viewer, ...objects };
            return presentHits(trx, await searchRecords(trx, search), viewer);
          },
          readOnly,
        ),
    }),
  ];
}

interface SelectionBody {
  readonly filter?: unknown;
  readonly search?: string | undefined;
  readonly deleted?: boolean;
}

function selection(
  object: string,
  { filter, search, deleted }: SelectionBody,
  { locale, viewer }: { readonly locale: Locale; readonly viewer: Role },
): RecordSelection {
  return {
    object,
    locale,
    viewer,
    ...(filter === undefined || filter === null ? {} : { filter: readCondition(filter, locale) }),
    ...(search === undefined ? {} : { search }),
    ...(deleted === undefined ? {} : { deleted }),
  };
}
