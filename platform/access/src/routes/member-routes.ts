import {
  apiKeysSchema,
  createdApiKeySchema,
  membersSchema,
  newApiKeySchema,
  roleSchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route, roleReaches } from "@causeway/platform-http";
import { z } from "zod";
import type { AccessDependencies } from "../access-dependencies.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "../api-keys.ts";
import { changeMember, listMembers } from "../memberships.ts";

const tags = ["access"];
const member = { kind: "workspace", role: "member" } as const;
const userParams = z.object({ user: z.string().min(1).max(100) });

export function memberRoutes({ database, people }: AccessDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/members",
      summary: "The people of the workspace",
      unveiled: "colleagues and their keys",
      tags,
      access: member,
      response: membersSchema,
      handle: async ({ workspace }) => ({
        members: [...(await listMembers(database, people, workspace.id))],
      }),
    }),
    defineRoute({
      method: "PATCH",
      path: "/api/w/:workspace/members/:user",
      summary: "Change a member's role",
      unveiled: "colleagues and their keys",
      tags,
      access: { kind: "workspace", role: "admin" },
      params: userParams,
      body: z.object({ role: roleSchema }),
      response: "empty",
      handle: ({ workspace, params, body, user, member: { role } }) =>
        changeMember(database, {
          workspace: workspace.id,
          user: params.user,
          by: { id: user.id, role },
          role: body.role,
        }),
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace/members/:user",
      summary: "Remove a member, or leave",
      unveiled: "colleagues and their keys",
      tags,
      access: member,
      params: userParams,
      response: "empty",
      handle: ({ workspace, params, user, member: { role } }) =>
        changeMember(database, {
          workspace: workspace.id,
          user: params.user,
          by: { id: user.id, role },
          role: null,
        }),
    }),
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/api-keys",
      summary: "Your API keys; everybody's for admins",
      unveiled: "colleagues and their keys",
      tags,
      access: member,
      response: apiKeysSchema,
      handle: async ({ workspace, user, member: { role } }) => ({
        keys: [
          ...(await listApiKeys(database, workspace.id, {
            user: user.id,
            all: roleReaches(role, "admin"),
          })),
        ],
      }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/api-keys",
      summary: "Make an API key; it is shown this once",
      unveiled: "colleagues and their keys",
      tags,
      access: member,
      rateLimit: { max: 20, windowSeconds: 3600 },
      body: newApiKeySchema,
      response: createdApiKeySchema,
      status: 201,
      handle: ({ workspace, body, user, member: { role } }) =>
        createApiKey(database, {
          workspace: workspace.id,
          ...body,
          by: { id: user.id, role },
        }),
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace/api-keys/:id",
      summary: "Revoke an API key",
      unveiled: "colleagues and their keys",
      tags,
      access: member,
      params: z.object({ id: z.uuid() }),
      response: "empty",
      handle: ({ workspace, params, user, member: { role } }) =>
        revokeApiKey(database, workspace.id, params.id, {
          user: user.id,
          all: roleReaches(role, "admin"),
        }),
    }),
  ];
}
