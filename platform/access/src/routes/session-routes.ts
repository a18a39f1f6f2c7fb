import { emailSchema, meSchema, passwordSchema } from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import type { AccessDependencies } from "../access-dependencies.ts";
import { workspacesOf } from "../memberships.ts";
import { changePassword, sessionUser, signIn, signOut } from "../sessions.ts";

const tags = ["access"];
const few = { max: 10, windowSeconds: 300 };
/** An office behind one address signs in; guessing one account from there is limited by the gate. */
const office = { max: 60, windowSeconds: 300 };

export function sessionRoutes({ auth, gate, database }: AccessDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "POST",
      path: "/api/auth/sign-in/email",
      summary: "Sign in",
      tags,
      access: { kind: "public", why: "signing in is how one stops being a stranger" },
      rateLimit: office,
      body: z.object({ email: emailSchema, password: z.string().min(1).max(200) }),
      response: "empty",
      handle: async ({ body, headers, ip, setHeader }) => {
        const attempt = { email: body.email, headers, ip };
        gate.enter(attempt);
        const { cookies } = await signIn(auth, body, headers);
        for (const cookie of [...cookies, gate.remember(attempt)]) setHeader("set-cookie", cookie);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/auth/sign-out",
      summary: "Sign out",
      tags,
      access: { kind: "public", why: "ends the sender's own session, if there is one" },
      response: "empty",
      handle: async ({ headers, setHeader }) => {
        for (const cookie of await signOut(auth, headers)) setHeader("set-cookie", cookie);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/auth/change-password",
      summary: "Change your password; ends your other sessions",
      tags,
      access: { kind: "session" },
      rateLimit: few,
      body: z.object({ currentPassword: z.string().min(1).max(200), newPassword: passwordSchema }),
      response: "empty",
      handle: async ({ body, headers, setHeader }) => {
        const cookies = await changePassword(auth, body, headers);
        for (const cookie of cookies) setHeader("set-cookie", cookie);
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/me",
      summary: "Who is signed in, and their workspaces",
      tags,
      access: { kind: "session" },
      response: meSchema,
      handle: async ({ user, headers, setHeader }) => {
        // Asked for when the app opens: the moment to prolong the session.
        const session = await sessionUser(auth, headers);
        for (const cookie of session?.cookies ?? []) setHeader("set-cookie", cookie);
        return { user, workspaces: [...(await workspacesOf(database, user.id))] };
      },
    }),
  ];
}
