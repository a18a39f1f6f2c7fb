import type { SourceId } from "@causeway/kernel";
import {
  createdSourceSchema,
  newSourceSchema,
  sourceChangeSchema,
  sourceEventsSchema,
  sourceSchema,
  sourcesSchema,
} from "@causeway/platform-contract";
import type { SecretBox } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { latestEvents } from "./latest-events.ts";
import { changeSource, createSource, deleteSource, listSources } from "./sources.ts";

const tags = ["sources"] as const;
const params = z.object({ workspace: z.uuid(), id: z.uuid() });

/** Sources: make, list, pause, remove, and look at what they sent. */
export function sourceRoutes(secrets: SecretBox): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/sources",
      summary: "List sources with their health",
      tags,
      access: { kind: "workspace", role: "member" },
      response: sourcesSchema,
      handle: async ({ workspace }) => ({
        sources: [...(await workspace.transaction(listSources, { readOnly: true }))],
      }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/sources",
      summary: "Make a source; its write key is shown this once",
      tags,
      access: { kind: "workspace", role: "admin" },
      body: newSourceSchema,
      response: createdSourceSchema,
      status: 201,
      handle: ({ workspace, body }) => createSource(workspace, body, secrets),
    }),
    defineRoute({
      method: "PATCH",
      path: "/api/w/:workspace/sources/:id",
      summary: "Pause, resume or rename a source",
      tags,
      access: { kind: "workspace", role: "admin" },
      params,
      body: sourceChangeSchema,
      response: sourceSchema,
      handle: ({ workspace, params: { id }, body }) =>
        changeSource(workspace, id as SourceId, body),
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace/sources/:id",
      summary: "Revoke a source's key for good; its events stay",
      tags,
      access: { kind: "workspace", role: "admin" },
      params,
      response: "empty",
      handle: ({ workspace, params: { id } }) => deleteSource(workspace, id as SourceId),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/sources/:id/events",
      summary: "The latest raw events of a source, and what was refused",
      tags,
      access: { kind: "workspace", role: "member" },
      params,
      query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
      response: sourceEventsSchema,
      handle: ({ workspace, params: { id }, query }) =>
        workspace.transaction((trx) => latestEvents(trx, id as SourceId, query.limit), {
          readOnly: true,
        }),
    }),
  ];
}
