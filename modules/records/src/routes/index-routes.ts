import { listIndexesSchema, newIndexSchema } from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { wishByHand } from "../indexes/ask-for-index.ts";
import { describeIndexes } from "../indexes/describe-indexes.ts";
import { askForIndexes } from "../indexes/index-queue.ts";
import { removeIndex } from "../indexes/remove-index.ts";
import type { RecordsDependencies } from "./dependencies.ts";

const tags = ["schema"];
const access = { kind: "workspace", role: "admin" } as const;

export function indexRoutes({ jobs }: RecordsDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/indexes",
      summary: "Indexes that were made because lists needed them",
      tags,
      access,
      response: listIndexesSchema,
      handle: ({ workspace }) => describeIndexes(workspace),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/indexes",
      summary: "Have an index built, so that lists are sorted or filtered by a field at once",
      tags,
      access,
      body: newIndexSchema,
      response: "empty",
      status: 202,
      handle: ({ workspace, body, actor, locale }) =>
        workspace.transaction(async (trx) => {
          await wishByHand(trx, body, { actor, locale });
          await askForIndexes(trx, jobs, workspace.id);
        }),
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
