import { newPasswordSchema, signInLinkSchema } from "@causeway/platform-contract";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import type { AccessDependencies } from "../access-dependencies.ts";
import { signIn } from "../sessions.ts";
import { readSignInLink, useSignInLink } from "../sign-in-links.ts";

const tags = ["access"];
const byToken = { kind: "public", why: "the token in the link is the permission" } as const;
const few = { max: 20, windowSeconds: 300 };
const params = z.object({ token: z.string().min(20).max(100) });

/** For a person who forgot their password: the link comes from a command on the server. */
export function signInLinkRoutes(dependencies: AccessDependencies): readonly Route[] {
  const { auth, gate, people, database, clock } = dependencies;
  return [
    defineRoute({
      method: "GET",
      path: "/api/sign-in-links/:token",
      summary: "Whose password a one-time link sets",
      tags,
      access: byToken,
      rateLimit: few,
      params,
      response: signInLinkSchema,
      handle: async ({ params: { token } }) => {
        const { name, email } = await readSignInLink(database, people, clock, token);
        return { name, email };
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/sign-in-links/:token",
      summary: "Set a new password with a one-time link, and sign in; ends all other sessions",
      tags,
      access: byToken,
      rateLimit: few,
      params,
      body: newPasswordSchema,
      response: "empty",
      handle: async ({ params: { token }, body: { password }, headers, ip, setHeader }) => {
        const { email } = await useSignInLink(database, people, clock, { token, password });
        const { cookies } = await signIn(auth, { email, password }, headers);
        const device = gate.remember({ email, headers, ip });
        for (const cookie of [...cookies, device]) setHeader("set-cookie", cookie);
      },
    }),
  ];
}
