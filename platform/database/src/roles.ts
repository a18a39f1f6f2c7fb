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

/** What every connection has, also those of libraries, on whatever server. */
const loginSettings = {
  statement_timeout: "30s",
  idle_in_transaction_session_timeout: "60s",
  lock_timeout: "10s",
  timezone: "UTC",
  // Compiling a statement takes longer than a list may.
  jit: "off",
  // Disks of today read anywhere about as fast as in order: with the old ratio lists of a million would be read whole.
  random_page_cost: "1.1",
};

/**
 * The login role with its limits: statements 30 s, waiting inside a transaction 60 s, waiting for a lock 10 s; a role that
 * an earlier version made gets what has been added since, where this user may give it.
 */
export async function ensureLogin(
  client: pg.ClientBase,
  login: string,
  password: string,
): Promise<void> {
  const { rows } = await client.query<{ settings: readonly string[]; able: boolean }>(
    `select coalesce(r.rolconfig, '{}') as settings, me.rolsuper or me.rolcreaterole
        and (current_setting('server_version_num')::int < 160000
          or pg_has_role(me.oid, r.oid, 'MEMBER WITH ADMIN OPTION')) as able
      from pg_roles r join pg_roles me on me.rolname = current_user where r.rolname = $1`,
    [login],
  );
  const [found] = rows;
  const role = quoteIdentifier(login);
  if (found === undefined) {
    await client.query(`create role ${role} login noinherit password ${quoteLiteral(password)}`);
  } else if (!found.able) {
    return;
  }
  const held = new Set(found?.settings.map((setting) => setting.split("=")[0]?.toLowerCase()));
  for (const [name, value] of Object.entries(loginSettings)) {
    if (held.has(name)) continue;
    await client.query(`alter role ${role} set ${name} = ${quoteLiteral(value)}`);
  }
}
