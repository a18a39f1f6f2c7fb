import { AppError, type WorkspaceId } from "@causeway/kernel";
import {
  newWorkspaceSchema,
  setupInputSchema,
  setupStateSchema,
  workspaceSummarySchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import type { AccessDependencies } from "../access-dependencies.ts";
import { addMember, mayFoundWorkspace } from "../memberships.ts";
import { signIn } from "../sessions.ts";
import { useSetupToken } from "../setup.ts";

const tags = ["access"];

export function setupRoutes(dependencies: AccessDependencies): readonly Route[] {
  const { auth, gate, people, database, clock, startDemo } = dependencies;
  return [
    defineRoute({
      method: "GET",
      path: "/api/setup",
      summary: "Whether the installation waits for its first owner",
      tags,
      access: { kind: "public", why: "the page a visitor sees first depends on it" },
      response: setupStateSchema,
      handle: async () => ({ needsOwner: (await people.count()) === 0 }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/setup",
      summary: "Become the first owner with the one-time link, and sign in",
      tags,
      access: { kind: "public", why: "the one-time token from the terminal is the permission" },
      rateLimit: { max: 10, windowSeconds: 300 },
      body: setupInputSchema,
      response: "empty",
      handle: async ({ body, headers, ip, setHeader }) => {
        await useSetupToken(database, people, clock, body);
        const { cookies } = await signIn(auth, body, headers);
        const device = gate.remember({ email: body.email, headers, ip });
        for (const cookie of [...cookies, device]) setHeader("set-cookie", cookie);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/workspaces",
      summary: "Found a workspace, empty or with the demo company",
      tags,
      access: { kind: "session" },
      rateLimit: { max: 20, windowSeconds: 3600 },
      body: newWorkspaceSchema,
      response: workspaceSummarySchema,
      status: 201,
      handle: async ({ body, user }) => {
        if (!(await mayFoundWorkspace(database, user.id))) {
          throw new AppError("forbidden", {
            zh: "只有所有者可以新建工作区",
            en: "Only owners found workspaces",
          });
        }
        const { name, locale } = body;
        const isDemo = body.start === "demo";
        const { id } = await database.createWorkspace({ name, locale, isDemo });
        await addMember(database, id, user.id, "owner");
        if (isDemo) await startDemo(id);
        return { id, name, locale, isDemo, role: "owner" as const };
      },
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace",
      summary: "Remove a workspace with everything in it, for good",
      tags,
      access: { kind: "workspace", role: "owner" },
      response: "empty",
      handle: ({ workspace }) => database.dropWorkspace(workspace.id as WorkspaceId),
    }),
  ];
}
