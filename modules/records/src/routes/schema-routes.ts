import {
  apiNameSchema,
  conversionPreviewSchema,
  conversionsSchema,
  fieldChangeSchema,
  fieldSchema,
  fieldTargetSchema,
  freeNameSchema,
  newFieldSchema,
  newObjectSchema,
  objectSchema,
  schemaSchema,
  startedConversionSchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { objectNamed } from "@causeway/platform-schema";
import { z } from "zod";
import { resumeIndexes } from "../indexes/index-queue.ts";
import { addField } from "../metadata/add-field.ts";
import { apiName, freeName } from "../metadata/api-name.ts";
import { changeField } from "../metadata/change-field.ts";
import { cancelConversion } from "../metadata/conversion/cancel-conversion.ts";
import { askForConversion } from "../metadata/conversion/conversions-queue.ts";
import { listConversions } from "../metadata/conversion/list-conversions.ts";
import { previewConversion } from "../metadata/conversion/preview-conversion.ts";
import { startConversion } from "../metadata/conversion/start-conversion.ts";
import { createObject } from "../metadata/create-object.ts";
import { withSight } from "../metadata/masks/with-masks.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { removeField } from "../metadata/remove-field.ts";
import type { RecordsDependencies } from "./dependencies.ts";

const tags = ["schema"];
const admin = { kind: "workspace", role: "admin" } as const;
const params = z.object({ workspace: z.string(), object: apiNameSchema });

const nameQuery = z.object({ label: z.string().max(200), object: apiNameSchema.optional() });
const fieldParams = params.extend({ field: apiNameSchema });

export function schemaRoutes({ jobs }: RecordsDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/schema",
      summary: "Objects and fields",
      tags,
      access: { kind: "workspace", role: "member" },
      response: schemaSchema,
      handle: async ({ workspace, member: { role } }) => {
        const { version, objects } = await workspace.transaction(readSchema, { readOnly: true });
        return { version, objects: objects.map((object) => withSight(object, role)) };
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/schema/free-name",
      summary: "The API name for what is called so: of an object, or of a field of the given one",
      tags,
      access: admin,
      query: nameQuery,
      response: freeNameSchema,
      handle: async ({ workspace, query: { label, object } }) => {
        const schema = await workspace.transaction(readSchema, { readOnly: true });
        const others = object === undefined ? schema.objects : objectNamed(schema, object).fields;
        const wanted = apiName(label, object === undefined ? "object" : "field");
        return { name: freeName(wanted, new Set(others.map(({ name }) => name))) };
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/schema/objects",
      summary: "Make an object",
      tags,
      access: admin,
      body: newObjectSchema,
      response: objectSchema,
      status: 201,
      handle: ({ workspace, body, actor, locale }) =>
        createObject(workspace, body, { actor, locale }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/schema/objects/:object/fields",
      summary: "Add a field to an object",
      tags,
      access: admin,
      params,
      body: newFieldSchema,
      response: fieldSchema,
      status: 201,
      handle: async ({ workspace, params: { object }, body, actor, locale }) => {
        const field = await addField(workspace, object, body, { actor, locale });
        await workspace.transaction((trx) => resumeIndexes(trx, jobs, workspace.id));
        return field;
      },
    }),
    defineRoute({
      method: "PATCH",
      path: "/api/w/:workspace/schema/objects/:object/fields/:field",
      summary: "Change a field's label, options or whether it is required",
      tags,
      access: admin,
      params: params.extend({ field: apiNameSchema }),
      body: fieldChangeSchema,
      response: fieldSchema,
      handle: ({ workspace, params: { object, field }, body, actor, locale }) =>
        changeField(workspace, { object, field }, body, { actor, locale }),
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace/schema/objects/:object/fields/:field",
      summary: "Remove a field with its values; histories keep them",
      tags,
      access: admin,
      params: fieldParams,
      response: "empty",
      handle: ({ workspace, params: { object, field }, actor, locale }) =>
        removeField(workspace, { object, field }, { actor, locale }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/schema/objects/:object/fields/:field/conversion/preview",
      summary: "What another type would make of a field's values",
      tags,
      access: admin,
      params: fieldParams,
      body: fieldTargetSchema,
      response: conversionPreviewSchema,
      handle: ({ workspace, params: { object, field }, body, locale }) =>
        workspace.transaction((trx) => previewConversion(trx, { object, field }, body, locale), {
          readOnly: true,
        }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/schema/objects/:object/fields/:field/conversion",
      summary: "Give a field another type, in the background",
      tags,
      access: admin,
      params: fieldParams,
      body: fieldTargetSchema,
      response: startedConversionSchema,
      status: 202,
      handle: async ({ workspace, params: { object, field }, body, actor, locale }) => {
        const editor = { actor, locale };
        const id = await startConversion(workspace, { object, field }, body, editor);
        await workspace.transaction((trx) =>
          askForConversion(trx, jobs, { workspace: workspace.id, conversion: id }),
        );
        return { id };
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/schema/conversions/:conversion/cancel",
      summary: "Stop a conversion; the field stays as it was",
      tags,
      access: admin,
      params: z.object({ workspace: z.string(), conversion: z.uuid() }),
      response: "empty",
      handle: ({ workspace, params: { conversion }, actor, locale }) =>
        workspace.transaction(async (trx) => {
          await cancelConversion(trx, conversion, { actor, locale });
          await askForConversion(trx, jobs, { workspace: workspace.id, conversion });
        }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/schema/conversions",
      summary: "Fields that change their type, and how far they are",
      tags,
      access: admin,
      response: conversionsSchema,
      handle: ({ workspace }) => workspace.transaction(listConversions, { readOnly: true }),
    }),
  ];
}
