import {
  apiNameSchema,
  type EditedRecords,
  editedRecordsSchema,
  historySchema,
  newRecordSchema,
  type Role,
  recordChangeSchema,
  recordEditsSchema,
  recordIdsSchema,
  recordSchema,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import { objectNamed } from "@causeway/platform-schema";
import { z } from "zod";
import { requireSeen } from "../lists/require-seen.ts";
import { survivorsOf } from "../merges/find-merges.ts";
import { mergeEntries } from "../merges/present-merges.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { transactThroughChange } from "../metadata/transact-through-change.ts";
import { presentHistory } from "../present/present-history.ts";
import { presentRecords } from "../present/present-records.ts";
import { createRecord } from "../store/create-records.ts";
import {
  deleteRecord,
  deleteRecords,
  restoreRecord,
  restoreRecords,
} from "../store/delete-record.ts";
import { getRecord, unknownRecord } from "../store/get-record.ts";
import { recordHistory } from "../store/record-history.ts";
import type { StoredRecord } from "../store/record-table.ts";
import { type EditedRecord, updateRecord, updateRecords } from "../store/update-record.ts";
import { readRecordAsOf } from "../store/values-known-at.ts";
import type { RecordsDependencies } from "./dependencies.ts";

const tags = ["records"];
const access = { kind: "workspace", role: "member" } as const;
const objectParams = z.object({ workspace: z.string(), object: apiNameSchema });
const params = objectParams.extend({ id: z.uuid() });

export function recordRoutes({ userNames }: RecordsDependencies): readonly Route[] {
  const present = async (trx: WorkspaceTransaction, record: StoredRecord, viewer: Role) => {
    const [document] = await presentRecords(trx, [record], userNames, viewer);
    if (document === undefined) throw unknownRecord("en");
    return document;
  };
  return [
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/records/:object",
      summary: "Create a record",
      tags,
      access,
      params: objectParams,
      body: newRecordSchema,
      response: recordSchema,
      status: 201,
      handle: ({ workspace, params: { object }, body, actor, locale, member }) =>
        transactThroughChange(workspace, async (trx) => {
          const { values, ownerId = actor.kind === "user" ? actor.id : null } = body;
          const input = { object, values, ownerId, actor, locale };
          return present(trx, await createRecord(trx, input), member.role);
        }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/records/:object/:id",
      summary: "A record; with asOf, as it was known at that time",
      tags,
      access,
      params,
      query: z.object({ asOf: z.iso.datetime({ offset: true }).optional() }),
      response: recordSchema,
      handle: ({ workspace, params: { object, id }, query: { asOf }, locale, member: { role } }) =>
        transactThroughChange(
          workspace,
          async (trx) => {
            const record = await getRecord(trx, { object, id });
            if (asOf === undefined) {
              const document = await present(trx, record, role);
              const into = (await survivorsOf(trx, [id])).get(id);
              return { ...document, ...(into !== undefined && { mergedInto: into }) };
            }
            const past = await readRecordAsOf(trx, { object, id, at: new Date(asOf) });
            if (past === undefined) throw unknownRecord(locale);
            const { values, ownerId } = past;
            const { titleField } = objectNamed(await readSchema(trx), object);
            const title = String(values[titleField] ?? "");
            return present(trx, { ...record, title, values, ownerId }, role);
          },
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "PATCH",
      path: "/api/w/:workspace/records/:object/:id",
      summary: "Change some values of a record",
      tags,
      access,
      params,
      body: recordChangeSchema,
      response: recordSchema,
      handle: ({ workspace, params: { object, id }, body, actor, locale, member: { role } }) =>
        transactThroughChange(workspace, async (trx) => {
          const { values, version, ownerId } = body;
          await requireOpen(trx, object, Object.keys(values), role);
          const options = {
            ...(version !== undefined && { version }),
            ...(ownerId !== undefined && { ownerId }),
          };
          const change = { object, id, values, actor, locale, ...options };
          return present(trx, await updateRecord(trx, change), role);
        }),
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace/records/:object/:id",
      summary: "Delete a record; it can be restored",
      tags,
      access,
      params,
      response: "empty",
      handle: async ({ workspace, params: { object, id }, actor, locale }) => {
        await transactThroughChange(workspace, (trx) =>
          deleteRecord(trx, { object, id, actor, locale }),
        );
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/records/:object/:id/restore",
      summary: "Bring a deleted record back",
      tags,
      access,
      params,
      response: recordSchema,
      handle: ({ workspace, params: { object, id }, actor, locale, member: { role } }) =>
        transactThroughChange(workspace, async (trx) =>
          present(trx, await restoreRecord(trx, { object, id, actor, locale }), role),
        ),
    }),
    ...[deleteRecords, restoreRecords].map((apply) =>
      defineRoute({
        method: "POST",
        path: `/api/w/:workspace/records/:object/${apply === deleteRecords ? "delete" : "restore"}`,
        summary:
          apply === deleteRecords ? "Delete several records" : "Bring several deleted records back",
        tags,
        access,
        params: objectParams,
        body: recordIdsSchema,
        response: "empty",
        handle: async ({ workspace, params: { object }, body: { ids }, actor, locale }) => {
          await transactThroughChange(workspace, (trx) =>
            apply(trx, { object, ids, actor, locale }),
          );
        },
      }),
    ),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/records/:object/update",
      summary: "Change several records; answers what each of them held before",
      tags,
      access,
      params: objectParams,
      body: recordEditsSchema,
      response: editedRecordsSchema,
      handle: ({ workspace, params: { object }, body, actor, locale, member: { role } }) =>
        transactThroughChange(workspace, async (trx) => {
          const changed = body.edits.flatMap(({ values }) => Object.keys(values));
          await requireOpen(trx, object, new Set(changed), role);
          const edits = body.edits.map(({ ownerId, ...edit }) =>
            ownerId === undefined ? edit : { ...edit, ownerId },
          );
          const input = { object, edits, actor, locale, skipsDeleted: true };
          return { edited: presentEdits(await updateRecords(trx, input)) };
        }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/records/:object/:id/history",
      summary: "What changed in a record, newest first",
      tags,
      access,
      params,
      response: historySchema,
      handle: async ({ workspace, params: { object: name, id }, locale, member: { role } }) => {
        const { object, changes, merges } = await transactThroughChange(
          workspace,
          async (trx) => {
            await getRecord(trx, { object: name, id });
            return {
              object: objectNamed(await readSchema(trx), name),
              changes: await recordHistory(trx, { object: name, id }),
              merges: await mergeEntries(trx, { object: name, id }, role),
            };
          },
          { readOnly: true },
        );
        const reader = { userNames, locale, object, viewer: role, merges };
        return { entries: await presentHistory(changes, reader) };
      },
    }),
  ];
}

/** Who does not see a field whole would write over what they cannot read. */
async function requireOpen(
  trx: WorkspaceTransaction,
  name: string,
  fields: Iterable<string>,
  viewer: Role,
): Promise<void> {
  const schema = await readSchema(trx);
  requireSeen(schema, objectNamed(schema, name), fields, viewer);
}

/** What undoing takes: the values of before, the owner apart. */
function presentEdits(edited: readonly EditedRecord[]): EditedRecords["edited"] {
  return edited
    .filter(({ changes }) => Object.keys(changes).length > 0)
    .map(({ record: { id, version }, changes: { owner_id: owner, ...changes } }) => ({
      id,
      version,
      before: Object.fromEntries(Object.entries(changes).map(([name, { from }]) => [name, from])),
      ...(owner && { ownerBefore: owner.from === null ? null : String(owner.from) }),
    }));
}
