import type { Clock } from "@causeway/kernel";
import type { Database } from "@causeway/platform-database";
import { type Authenticator, lowerRole } from "@causeway/platform-http";
import { findApiKey } from "./api-keys.ts";
import type { Auth } from "./auth.ts";
import { roleOf } from "./memberships.ts";
import type { People } from "./people.ts";
import { sessionUser } from "./sessions.ts";

/** Who sent a request: by session cookie, or by API key in `Authorization: Bearer`. */
export function createAuthenticator(options: {
  readonly auth: Auth;
  readonly people: People;
  readonly database: Database;
  readonly clock: Clock;
}): Authenticator {
  const { auth, people, database, clock } = options;
  return {
    async identify(headers) {
      const key = /^Bearer ([\w-]{1,200})$/.exec(headers.get("authorization") ?? "")?.[1];
      if (key !== undefined) {
        const found = await findApiKey(database, clock, key);
        const user = found && (await people.byIds([found.user])).get(found.user);
        if (!found || !user) return null;
        return { user, via: "key", limit: { workspace: found.workspace, role: found.role } };
      }
      const session = await sessionUser(auth, headers);
      return session && { user: session.user, via: "session" };
    },
    async roleIn({ user, limit }, workspace) {
      if (limit && limit.workspace !== workspace) return null;
      const role = await roleOf(database, user.id, workspace);
      return role && limit ? lowerRole(role, limit.role) : role;
    },
  };
}
