import type pg from "pg";
import { quoteIdentifier, quoteLiteral } from "./identifiers.ts";

/** Roles belong to the whole server, so every name carries the id of the installation it serves. */
export interface RoleNames {
  /** Owns the schemas and runs migrations; nobody logs in as it. */
  readonly owner: string;
  /** The only role that logs in; has no right of its own and inherits none. */
  readonly login: string;
  /** Reads and writes the shared tables. */
  readonly shared: string;
  readonly auth: string;
  readonly jobs: string;
}

/** Libraries that keep their own tables, each in a schema and under a role of its own. */
export type Library = "auth" | "jobs";
export const libraries: readonly Library[] = ["auth", "jobs"];

export function roleNames(installation: string): RoleNames {
  const name = (part: string) => roleOf(installation, part);
  return {
    owner: name("owner"),
    login: name("login"),
    shared: name("shared"),
    auth: name("auth"),
    jobs: name("jobs"),
  };
}

/** The name of a role from what it is for: `owner`, `login`, a workspace's schema … */
export function roleOf(installation: string, part: string): string {
  return `causeway_${installation}_${part}`;
}

export function workspaceRole(installation: string, schema: string): string {
  return roleOf(installation, schema);
}

/** Makes a role that cannot log in; false when it was there already. */
export async function ensureRole(client: pg.ClientBase, role: string): Promise<boolean> {
  const found = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  if (found.rowCount !== 0) return false;
  await client.query(`create role ${quoteIdentifier(role)} nologin`);
  return true;
}

/** Lets `member` take `role` by SET ROLE. */
export async function ensureMember(
  client: pg.ClientBase,
  role: string,
  member: string,
): Promise<void> {
  // Since version 16 who makes a role is its member for giving it away, but not yet for taking it.
  const found = await client.query<{ able: boolean }>(
    `select pg_has_role($1::name, $2::name,
       case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as able`,
    [member, role],
  );
  if (found.rows[0]?.able !== true) {
    await client.query(`grant ${quoteIdentifier(role)} to ${quoteIdentifier(member)}`);
  }
}

/**
 * The login role with its limits: statements 30 s, waiting inside a transaction 60 s, waiting for a lock 10 s.
 * These live on the role, so that they hold for every connection, also those of libraries.
 */
export async function ensureLogin(
  client: pg.ClientBase,
  login: string,
  password: string,
): Promise<void> {
  const found = await client.query("select 1 from pg_roles where rolname = $1", [login]);
  if (found.rowCount !== 0) return;
  const role = quoteIdentifier(login);
  await client.query(`create role ${role} login noinherit password ${quoteLiteral(password)}`);
  const settings = {
    statement_timeout: "30s",
    idle_in_transaction_session_timeout: "60s",
    lock_timeout: "10s",
    timezone: "UTC",
  };
  for (const [name, value] of Object.entries(settings)) {
    await client.query(`alter role ${role} set ${name} = ${quoteLiteral(value)}`);
  }
}
