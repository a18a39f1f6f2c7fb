import { randomInt } from "node:crypto";
import { AppError } from "@causeway/kernel";
import type pg from "pg";
import { quoteIdentifier } from "./identifiers.ts";
import {
  ensureLogin,
  ensureMember,
  ensureRole,
  libraries,
  type RoleNames,
  roleNames,
  workspaceRole,
} from "./roles.ts";

export interface Installation {
  readonly id: string;
  readonly roles: RoleNames;
}

/**
 * Finds the installation in this database or founds one: its id, roles and shared schema. Missing roles are made
 * again, because roles belong to the server and do not travel with a dump of the database.
 * Runs inside the caller's transaction, under the migration lock.
 */
export async function ensureInstallation(
  client: pg.ClientBase,
  options: { readonly id?: string; passwordFor(installation: string): string },
): Promise<Installation> {
  const found = await readInstallationId(client);
  const id = found ?? options.id ?? newInstallationId();
  const roles = roleNames(id);
  const admin = await currentUser(client);
  for (const role of [roles.owner, roles.shared, ...libraries.map((name) => roles[name])]) {
    await ensureRole(client, role);
    await ensureMember(client, role, admin);
  }
  await ensureLogin(client, roles.login, options.passwordFor(id));
  for (const role of [roles.shared, ...libraries.map((name) => roles[name])]) {
    await ensureMember(client, role, roles.login);
  }
  if (found === undefined) await foundInstallation(client, id, roles);
  for (const schema of await workspaceSchemas(client)) {
    await ensureWorkspaceRole(client, { id, roles }, schema);
  }
  return { id, roles };
}

/** Makes the role of a workspace, with its rights where the schema exists, and lets the login role take it. */
export async function ensureWorkspaceRole(
  client: pg.ClientBase,
  installation: Installation,
  schema: string,
): Promise<void> {
  const role = workspaceRole(installation.id, schema);
  if (await ensureRole(client, role)) {
    await ensureMember(client, role, installation.roles.login);
    await grantSchema(client, schema, installation.roles.owner, role);
  }
}

/** Makes a schema of the owner. */
export async function createSchema(
  client: pg.ClientBase,
  schema: string,
  owner: string,
): Promise<void> {
  const name = quoteIdentifier(schema);
  await client.query(`create schema ${name} authorization ${quoteIdentifier(owner)}`);
}

/** Lets a role read and write the tables of a schema, those there are and those to come. */
async function grantSchema(
  client: pg.ClientBase,
  schema: string,
  owner: string,
  role: string,
): Promise<void> {
  const name = quoteIdentifier(schema);
  const grantee = quoteIdentifier(role);
  const dml = "select, insert, update, delete";
  const sequence = "usage, select";
  const defaults = `alter default privileges in schema ${name}`;
  await client.query(
    `set local role ${quoteIdentifier(owner)};
     grant usage on schema ${name} to ${grantee};
     grant ${dml} on all tables in schema ${name} to ${grantee};
     grant ${sequence} on all sequences in schema ${name} to ${grantee};
     ${defaults} grant ${dml} on tables to ${grantee};
     ${defaults} grant ${sequence} on sequences to ${grantee};
     reset role`,
  );
}

async function foundInstallation(
  client: pg.ClientBase,
  id: string,
  roles: RoleNames,
): Promise<void> {
  const taken = await client.query<{ name: string }>(
    "select nspname as name from pg_namespace where nspname = any($1)",
    [["shared", ...libraries]],
  );
  const schema = taken.rows[0]?.name;
  if (schema !== undefined) {
    throw new AppError(
      "conflict",
      `The database already holds a schema "${schema}" of another program. Give Causeway a database of its own.`,
    );
  }
  await createSchema(client, "shared", roles.owner);
  await grantSchema(client, "shared", roles.owner, roles.shared);
  await client.query(`set local role ${quoteIdentifier(roles.owner)}`);
  await client.query(`
    create table shared.installation (id text primary key, created_at timestamptz not null default now());
    create table shared.workspaces (
      id uuid primary key, name text not null, locale text not null check (locale in ('zh', 'en')),
      is_demo boolean not null default false, schema_name text not null unique,
      created_at timestamptz not null default now());
    revoke insert, update, delete on shared.installation from ${quoteIdentifier(roles.shared)};
    revoke insert, delete on shared.workspaces from ${quoteIdentifier(roles.shared)};
  `);
  await client.query("insert into shared.installation (id) values ($1)", [id]);
  await client.query("reset role");
  for (const library of libraries) {
    await client.query(
      `create schema ${quoteIdentifier(library)} authorization ${quoteIdentifier(roles[library])}`,
    );
  }
}

async function readInstallationId(client: pg.ClientBase): Promise<string | undefined> {
  const table = await client.query("select to_regclass('shared.installation') as name");
  if (table.rows[0].name === null) return undefined;
  const found = await client.query<{ id: string }>("select id from shared.installation");
  return found.rows[0]?.id;
}

async function workspaceSchemas(client: pg.ClientBase): Promise<readonly string[]> {
  const found = await client.query<{ schema_name: string }>(
    "select schema_name from shared.workspaces order by created_at, id",
  );
  return found.rows.map((row) => row.schema_name);
}

async function currentUser(client: pg.ClientBase): Promise<string> {
  const found = await client.query<{ name: string }>("select current_user as name");
  const name = found.rows[0]?.name;
  if (name === undefined) throw new Error("The server did not say who is connected");
  return name;
}

export function newInstallationId(): string {
  const letters = "abcdefghijkmnpqrstuvwxyz23456789";
  return Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join("");
}
