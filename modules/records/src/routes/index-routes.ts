import { listIndexesSchema } from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { describeIndexes } from "../indexes/describe-indexes.ts";
import { removeIndex } from "../indexes/remove-index.ts";

const tags = ["schema"];
const access = { kind: "workspace", role: "admin" } as const;

export function indexRoutes(): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/indexes",
      summary: "Indexes that were made because lists needed them",
      tags,
      access,
      response: listIndexesSchema,
      handle: ({ workspace }) => workspace.transaction(describeIndexes, { readOnly: true }),
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace/indexes/:name",
      summary: "Take an index away; where lists need it again it comes back",
      tags,
      access,
      params: z.object({ workspace: z.string(), name: z.string().regex(/^list_[0-9a-f]{1,16}$/) }),
      response: "empty",
      handle: ({ workspace, params: { name }, actor, locale }) =>
        removeIndex(workspace, name, { actor, locale }),
    }),
  ];
}
