import { type Clock, systemClock, type WorkspaceId } from "@causeway/kernel";
import type { Database } from "@causeway/platform-database";
import type { Authenticator, Route } from "@causeway/platform-http";
import { createAuth, migrateAuth } from "./auth.ts";
import { createAuthenticator } from "./authenticator.ts";
import { createPasswordGate } from "./password-gate.ts";
import { createPeople, type People } from "./people.ts";
import { invitationRoutes } from "./routes/invitation-routes.ts";
import { memberRoutes } from "./routes/member-routes.ts";
import { sessionRoutes } from "./routes/session-routes.ts";
import { setupRoutes } from "./routes/setup-routes.ts";
import { signInLinkRoutes } from "./routes/sign-in-link-routes.ts";
import { newSetupToken } from "./setup.ts";
import { newSignInToken } from "./sign-in-links.ts";

export interface AccessOptions {
  readonly database: Database;
  /** As people reach the server, such as `http://localhost:4600`; links begin with it. */
  readonly publicUrl: string;
  /** Begins to fill a workspace that was founded as the demo company. */
  readonly startDemo: (workspace: WorkspaceId) => Promise<void>;
  readonly clock?: Clock;
}

/** Sign-in, workspaces and who may do what in them. */
export interface AccessControl {
  readonly authenticator: Authenticator;
  readonly people: People;
  readonly routes: readonly Route[];
  /** The one-time link for the first owner, new at each call; undefined once there is one. */
  setupLink(): Promise<string | undefined>;
  /** A one-time link by which a person sets a new password; undefined where nobody has the address. */
  signInLink(
    email: string,
  ): Promise<{ readonly link: string; readonly expiresAt: Date } | undefined>;
}

/** Brings the tables of better-auth up to date and joins the parts. */
export async function openAccess(options: AccessOptions): Promise<AccessControl> {
  const { database, publicUrl, startDemo } = options;
  const clock = options.clock ?? systemClock;
  const auth = createAuth({ database, publicUrl });
  await migrateAuth(auth, database);
  const people = createPeople(auth, database);
  const gate = createPasswordGate({
    secrets: database.secrets,
    secureCookies: publicUrl.startsWith("https:"),
    clock,
  });
  const dependencies = { auth, gate, people, database, clock, publicUrl, startDemo };
  return {
    authenticator: createAuthenticator(dependencies),
    people,
    routes: [
      ...setupRoutes(dependencies),
      ...sessionRoutes(dependencies),
      ...signInLinkRoutes(dependencies),
      ...memberRoutes(dependencies),
      ...invitationRoutes(dependencies),
    ],
    async setupLink() {
      const token = await newSetupToken(database, people, clock);
      return token && new URL(`/welcome?token=${token}`, publicUrl).href;
    },
    async signInLink(email) {
      const person = await people.byEmail(email);
      if (!person) return undefined;
      const { token, expiresAt } = await newSignInToken(database, clock, person);
      return { link: new URL(`/sign-in-link/${token}`, publicUrl).href, expiresAt };
    },
  };
}
