import { AppError, issueAt } from "@causeway/kernel";
import {
  acceptInvitationSchema,
  createdInvitationSchema,
  invitationOfferSchema,
  invitationsSchema,
  newInvitationSchema,
} from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import type { AccessDependencies } from "../access-dependencies.ts";
import {
  acceptInvitation,
  invite,
  listInvitations,
  readOffer,
  withdrawInvitation,
} from "../invitations.ts";
import { signIn } from "../sessions.ts";

const tags = ["access"];
const admin = { kind: "workspace", role: "admin" } as const;
const byToken = { kind: "public", why: "the token in the link is the permission" } as const;
const few = { max: 20, windowSeconds: 300 };
function requireName(name: string | undefined): string {
  if (name !== undefined) return name;
  const label = { zh: "新账户需要姓名", en: "A new account needs a name" };
  throw new AppError("bad-input", label, { issues: [issueAt("body.name", label)] });
}

const tokenParams = z.object({ token: z.string().min(20).max(100) });

export function invitationRoutes(dependencies: AccessDependencies): readonly Route[] {
  const { auth, gate, people, database, clock, publicUrl } = dependencies;
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/invitations",
      summary: "Invitations, open and accepted",
      unveiled: "colleagues who are invited",
      tags,
      access: admin,
      response: invitationsSchema,
      handle: async ({ workspace }) => ({
        invitations: [...(await listInvitations(database, workspace.id))],
      }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/invitations",
      summary: "Invite a person; the link is shown this once",
      unveiled: "colleagues who are invited",
      tags,
      access: admin,
      rateLimit: { max: 60, windowSeconds: 3600 },
      body: newInvitationSchema,
      response: createdInvitationSchema,
      status: 201,
      handle: async ({ workspace, body, user, member: { role } }) => {
        const { token, ...invitation } = await invite(database, clock, {
          workspace: workspace.id,
          ...body,
          by: { id: user.id, role },
        });
        return { ...invitation, link: new URL(`/invitation/${token}`, publicUrl).href };
      },
    }),
    defineRoute({
      method: "DELETE",
      path: "/api/w/:workspace/invitations/:id",
      summary: "Withdraw an invitation",
      unveiled: "colleagues who are invited",
      tags,
      access: admin,
      params: z.object({ id: z.uuid() }),
      response: "empty",
      handle: ({ workspace, params }) => withdrawInvitation(database, workspace.id, params.id),
    }),
    defineRoute({
      method: "GET",
      path: "/api/invitations/:token",
      summary: "What an invitation offers",
      tags,
      access: byToken,
      rateLimit: few,
      params: tokenParams,
      response: invitationOfferSchema,
      handle: async ({ params }) => {
        const offer = await readOffer(database, clock, params.token);
        return { ...offer, hasAccount: (await people.byEmail(offer.email)) !== undefined };
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/invitations/:token/accept",
      summary: "Accept an invitation with a new account or the password of yours, and sign in",
      tags,
      access: byToken,
      rateLimit: few,
      params: tokenParams,
      body: acceptInvitationSchema,
      response: "empty",
      handle: async ({ params, body, headers, ip, setHeader }) => {
        const { cookies } = await acceptInvitation(
          database,
          clock,
          params.token,
          async ({ email }) => {
            const attempt = { email, headers, ip };
            gate.enter(attempt);
            if (!(await people.byEmail(email))) {
              await people.create({ name: requireName(body.name), email, password: body.password });
            }
            const signedIn = await signIn(auth, { email, password: body.password }, headers);
            return { ...signedIn, cookies: [...signedIn.cookies, gate.remember(attempt)] };
          },
        );
        for (const cookie of cookies) setHeader("set-cookie", cookie);
      },
    }),
  ];
}
