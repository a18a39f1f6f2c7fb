import {
  apiNameSchema,
  fileEncodingSchema,
  importDraftSchema,
  importMapSchema,
  importPreviewSchema,
  importRunSchema,
  importRunsSchema,
  soughtText,
} from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { createImport } from "../imports/create-import.ts";
import { importsQueue } from "../imports/imports-queue.ts";
import { getImport, listImports } from "../imports/list-imports.ts";
import { memberFinder } from "../imports/members.ts";
import { getImportDraft } from "../imports/present-draft.ts";
import { previewImport } from "../imports/preview-import.ts";
import { refusedFileName, refusedRows } from "../imports/refused-rows.ts";
import {
  cancelImport,
  type EnqueueImport,
  startImport,
  undoImport,
} from "../imports/start-import.ts";
import { csvAnswer } from "./csv-answer.ts";
import type { RecordsDependencies } from "./dependencies.ts";

const tags = ["imports"];
const access = { kind: "workspace", role: "member" } as const;
const params = z.object({ workspace: z.string(), id: z.uuid() });
const readOnly = { readOnly: true };
const largestFile = 1024 ** 3;

export function importRoutes({ jobs, membersOf }: RecordsDependencies): readonly Route[] {
  const enqueueFor =
    (workspace: WorkspaceDatabase): EnqueueImport =>
    (trx, importId) =>
      jobs.send(trx, importsQueue, { workspace: workspace.id, importId });
  return [
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/imports",
      summary: "Upload a CSV file or an Excel workbook; nothing is imported yet",
      tags,
      access,
      query: z.object({
        name: soughtText(200).min(1),
        object: apiNameSchema.optional(),
        sheet: soughtText(200).min(1).optional(),
        encoding: fileEncodingSchema.optional(),
        /** The draft of the same file that this one stands for, read otherwise. */
        replaces: z.uuid().optional(),
      }),
      body: "stream",
      bodyLimit: largestFile,
      response: importDraftSchema,
      status: 201,
      handle: ({ workspace, query: { name, ...wish }, body, actor, locale }) =>
        createImport(workspace, {
          fileName: name,
          content: body,
          actor,
          locale,
          membersOf,
          ...wish,
        }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/imports",
      summary: "The latest imports",
      tags,
      access,
      response: importRunsSchema,
      handle: async ({ workspace, actor, member }) => {
        const reader = { actor, viewer: member.role };
        return {
          imports: await workspace.transaction((trx) => listImports(trx, reader), readOnly),
        };
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/imports/:id",
      summary: "An import and how far it has come",
      tags,
      access,
      params,
      response: importRunSchema,
      handle: ({ workspace, params: { id }, actor, member }) =>
        workspace.transaction(
          (trx) => getImport(trx, id, { actor, viewer: member.role }),
          readOnly,
        ),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/imports/:id/refused.csv",
      summary:
        "The rows that were not imported as they stand, with the reasons, as a CSV file to be mended",
      tags,
      access,
      params,
      response: "raw",
      handle: async ({ workspace, params: { id }, actor, member, locale }) => {
        const run = await workspace.transaction((trx) => getImport(trx, id), readOnly);
        const reader = { actor, viewer: member.role };
        const lines = refusedRows(workspace, id, { locale, reader });
        return csvAnswer(lines, {
          name: refusedFileName(run.fileName, locale),
          fallback: "refused-rows",
        });
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/imports/:id/draft",
      summary: "What was found in the file, with a proposal for the object asked for",
      tags,
      access,
      params,
      query: z.object({ object: apiNameSchema.optional() }),
      response: importDraftSchema,
      handle: async ({ workspace, params: { id }, query: { object }, actor, member }) => {
        const members = memberFinder((await membersOf?.(workspace.id)) ?? []);
        const reader = { actor, viewer: member.role };
        return workspace.transaction(
          (trx) => getImportDraft(trx, id, { object, members, reader }),
          readOnly,
        );
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/imports/:id/preview",
      summary: "What an import would do: the first rows, counts, repairs",
      tags,
      access,
      params,
      body: importMapSchema,
      response: importPreviewSchema,
      handle: ({ workspace, params: { id }, body, locale, actor, member }) =>
        previewImport(workspace, id, body, {
          locale,
          reader: { actor, viewer: member.role },
          membersOf,
        }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/imports/:id/run",
      summary: "Start an import; it goes on in the background",
      tags,
      access,
      params,
      body: importMapSchema,
      response: importRunSchema,
      handle: ({ workspace, params: { id }, body, actor, locale, member }) =>
        startImport(workspace, id, body, {
          actor,
          locale,
          role: member.role,
          enqueue: enqueueFor(workspace),
        }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/imports/:id/cancel",
      summary: "Stop an import; what was imported stays, and a draft goes with its rows",
      tags,
      access,
      params,
      response: importRunSchema,
      handle: ({ workspace, params: { id }, actor, locale }) =>
        cancelImport(workspace, id, { actor, locale }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/imports/:id/undo",
      summary: "Take a whole import back",
      tags,
      access,
      params,
      response: importRunSchema,
      handle: ({ workspace, params: { id }, actor, locale }) =>
        undoImport(workspace, id, { actor, locale, enqueue: enqueueFor(workspace) }),
    }),
  ];
}
