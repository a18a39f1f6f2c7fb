import {
  apiNameSchema,
  type View,
  viewContentSchema,
  viewSchema,
  viewsSchema,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { helpList } from "../indexes/help-slow-lists.ts";
import { readCondition } from "../lists/filter-sql.ts";
import { changeView, createView, deleteView, listViews } from "../views/views.ts";
import type { RecordsDependencies } from "./dependencies.ts";

const tags = ["views"];
const access = { kind: "workspace", role: "member" } as const;
const params = z.object({ workspace: z.string(), id: z.uuid() });

export function viewRoutes({ jobs }: RecordsDependencies): readonly Route[] {
  const help = async (trx: WorkspaceTransaction, workspace: string, view: View): Promise<View> => {
    const { object, filter, sort } = view;
    const list = {
      object,
      ...(filter === null ? {} : { filter: readCondition(filter) }),
      ...(sort === null ? {} : { sort }),
    };
    await helpList(trx, { jobs, workspace }, list, "view");
    return view;
  };
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/views",
      summary: "One's own views and shared ones",
      tags,
      access,
      query: z.object({ object: apiNameSchema.optional() }),
      response: viewsSchema,
      handle: async ({ workspace, query, user, member }) => ({
        views: await workspace.transaction(
          (trx) => listViews(trx, { id: user.id, role: member.role }, query.object),
          { readOnly: true },
        ),
      }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/views",
      summary: "Save a view",
      tags,
      access,
      body: viewContentSchema,
      response: viewSchema,
      status: 201,
      handle: ({ workspace, body, user, member }) =>
        workspace.transaction(async (trx) =>
          help(trx, workspace.id, await createView(trx, { id: user.id, role: member.role }, body)),
        ),
    }),
    defineRoute({
      method: "PATCH",
      path: "/api/w/:workspace/views/:id",
      summary: "Change a view",
      tags,
      access,
      params,
      body: viewContentSchema.omit({ object: true }).partial(),
      response: viewSchema,
      handle: ({ workspace, params: { id }, body, user, member }) =>
        workspace.transaction(async (trx) => {
          const change = Object.fromEntries(
            Object.entries(body).filter(([, value]) => value !== undefined),
          );
          const viewer = { id: user.id, role: member.role };
          return help(trx, workspace.id, await changeView(trx, viewer, id, change));
        }),
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace/views/:id",
      summary: "Remove a view",
      tags,
      access,
      params,
      response: "empty",
      handle: async ({ workspace, params: { id }, user, member }) => {
        await workspace.transaction((trx) =>
          deleteView(trx, { id: user.id, role: member.role }, id),
        );
      },
    }),
  ];
}
