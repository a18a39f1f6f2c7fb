import {
  apiNameSchema,
  fieldChangeSchema,
  fieldSchema,
  newFieldSchema,
  newObjectSchema,
  objectSchema,
  schemaSchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { addField } from "../metadata/add-field.ts";
import { changeField } from "../metadata/change-field.ts";
import { createObject } from "../metadata/create-object.ts";
import { readSchema } from "../metadata/read-schema.ts";

const tags = ["schema"];
const admin = { kind: "workspace", role: "admin" } as const;
const params = z.object({ workspace: z.string(), object: apiNameSchema });

export function schemaRoutes(): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/schema",
      summary: "Objects and fields",
      tags,
      access: { kind: "workspace", role: "member" },
      response: schemaSchema,
      handle: async ({ workspace }) => {
        const schema = await workspace.transaction(readSchema, { readOnly: true });
        return { version: schema.version, objects: [...schema.objects] };
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
      handle: ({ workspace, params: { object }, body, actor, locale }) =>
        addField(workspace, object, body, { actor, locale }),
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
  ];
}
