import { newId } from "@causeway/kernel";
import type { Database } from "@causeway/platform-database";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";

const sessionSeconds = 30 * 24 * 3600;
const refreshSeconds = 24 * 3600;

export type Auth = ReturnType<typeof createAuth>;

/**
 * Passwords, users and sessions (better-auth) on the schema `auth`. Its HTTP handler is not mounted: our own routes
 * call its functions, so that each has a schema, a limit and an access decision like any other.
 */
export function createAuth(options: {
  readonly database: Pick<Database, "libraryPool" | "secrets">;
  /** As people reach the server; https makes the cookies `Secure`. */
  readonly publicUrl: string;
}) {
  return betterAuth({
    appName: "Causeway",
    baseURL: options.publicUrl,
    basePath: "/api/auth",
    secret: options.database.secrets.derive("better-auth"),
    database: options.database.libraryPool("auth"),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
    },
    session: { expiresIn: sessionSeconds, updateAge: refreshSeconds },
    advanced: {
      cookiePrefix: "causeway",
      useSecureCookies: options.publicUrl.startsWith("https:"),
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true },
      database: { generateId: () => newId() },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}

/** Makes or updates better-auth's tables; two processes at once wait for each other. */
export async function migrateAuth(auth: Auth, database: Pick<Database, "libraryPool">) {
  const client = await database.libraryPool("auth").connect();
  try {
    await client.query("select pg_advisory_lock(hashtextextended('causeway-auth-migrations', 0))");
    const { runMigrations } = await getMigrations(auth.options);
    await runMigrations();
  } finally {
    // Ending the connection gives the lock back, whatever happened.
    client.release(true);
  }
}
