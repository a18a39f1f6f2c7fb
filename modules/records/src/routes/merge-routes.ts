import {
  apiNameSchema,
  type MergePreview,
  mergedSchema,
  mergePreviewSchema,
  mergesSchema,
  newMergeSchema,
  type Role,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import { fieldNamed, objectNamed, seesWhole } from "@causeway/platform-schema";
import { z } from "zod";
import { requireSeen } from "../lists/require-seen.ts";
import { type MergedRecord, mergeRecords } from "../merges/merge-records.ts";
import { presentMerges } from "../merges/present-merges.ts";
import { type PreviewedMerge, previewMerge } from "../merges/preview-merge.ts";
import { undoMerge } from "../merges/undo-merge.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { transactThroughChange } from "../metadata/transact-through-change.ts";
import { presentRecords } from "../present/present-records.ts";
import { getRecord, unknownRecord } from "../store/get-record.ts";
import type { RecordsDependencies } from "./dependencies.ts";

const tags = ["records"];
const access = { kind: "workspace", role: "member" } as const;
const params = z.object({ workspace: z.string(), object: apiNameSchema, id: z.uuid() });
const path = "/api/w/:workspace/records/:object/:id";

/** Records that stand twice are made one, and taken apart again. */
export function mergeRoutes({ userNames }: RecordsDependencies): readonly Route[] {
  const present = async (trx: WorkspaceTransaction, merged: MergedRecord, viewer: Role) => {
    const [record] = await presentRecords(trx, [merged.record], userNames, viewer);
    const { object, id } = merged.record;
    const merges = await presentMerges(trx, { object, id }, userNames, viewer);
    const merge = merges.find((each) => each.id === merged.merge);
    if (record === undefined || merge === undefined) throw unknownRecord("en");
    return { record, merge };
  };
  return [
    defineRoute({
      method: "GET",
      path: `${path}/merge`,
      summary: "What merging another record into this one would do: fields, and what moves",
      tags,
      access,
      params,
      query: z.object({ other: z.uuid() }),
      response: mergePreviewSchema,
      handle: ({ workspace, params: { object, id }, query: { other }, member: { role } }) =>
        transactThroughChange(
          workspace,
          async (trx) => {
            const preview = await previewMerge(trx, { object, id, other });
            const pair = [preview.kept, preview.other];
            const [kept, gone] = await presentRecords(trx, pair, userNames, role);
            if (kept === undefined || gone === undefined) throw unknownRecord("en");
            const fields = await seenFields(trx, object, preview, role);
            return { kept, other: gone, fields, moves: [...preview.moves] };
          },
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/merge`,
      summary: "Merge another record into this one; the other is deleted, and it can be taken back",
      tags,
      access,
      params,
      body: newMergeSchema,
      response: mergedSchema,
      handle: ({ workspace, params: { object, id }, body, actor, locale, member: { role } }) =>
        transactThroughChange(workspace, async (trx) => {
          const schema = await readSchema(trx);
          requireSeen(schema, objectNamed(schema, object), Object.keys(body.choices), role);
          const input = { object, id, ...body, actor, locale };
          return present(trx, await mergeRecords(trx, input), role);
        }),
    }),
    defineRoute({
      method: "GET",
      path: `${path}/merges`,
      summary: "Records that were merged into this one, the latest first",
      tags,
      access,
      params,
      response: mergesSchema,
      handle: ({ workspace, params: { object, id }, member: { role } }) =>
        workspace.transaction(
          async (trx) => {
            await getRecord(trx, { object, id });
            return { merges: await presentMerges(trx, { object, id }, userNames, role) };
          },
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "POST",
      path: `${path}/merges/:merge/undo`,
      summary: "Take a merge back: both records are there again, as they were",
      tags,
      access,
      params: params.extend({ merge: z.uuid() }),
      response: mergedSchema,
      handle: ({ workspace, params: { object, id, merge }, actor, locale, member: { role } }) =>
        transactThroughChange(workspace, async (trx) =>
          present(trx, await undoMerge(trx, { object, id, merge, actor, locale }), role),
        ),
    }),
  ];
}

/** Of fields that somebody does not see whole nothing can be chosen. */
async function seenFields(
  trx: WorkspaceTransaction,
  name: string,
  { fields }: PreviewedMerge,
  viewer: Role,
): Promise<MergePreview["fields"]> {
  const object = objectNamed(await readSchema(trx), name);
  return fields.map(({ name: field, choice, choices }) => {
    const defined = fieldNamed(object, field);
    const isOpen = defined === undefined || seesWhole(defined, viewer);
    return { name: field, choice, choices: isOpen ? [...choices] : [choice] };
  });
}
