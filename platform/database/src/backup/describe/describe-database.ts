import { AppError } from "@causeway/kernel";
import type pg from "pg";
import { quoteIdentifier } from "../../identifiers.ts";
import { roleNames } from "../../roles.ts";
import type { Manifest } from "../manifest.ts";
import { type Catalog, openCatalog, qualified } from "./catalog.ts";
import { describeGrants } from "./describe-grants.ts";
import { describeRules } from "./describe-rules.ts";
import { describeSequences } from "./describe-sequences.ts";
import { describeTables } from "./describe-tables.ts";
import { describeTypes } from "./describe-types.ts";
import { findUnknown } from "./find-unknown.ts";

interface SchemaRow {
  readonly id: number;
  readonly name: string;
  readonly owner: string;
}

/**
 * Describes everything that the installation owns in this database, from the catalogs alone: also what was made at run
 * time. Names come out with their schemas, whatever the search path. Throws AppError("unsupported") for what it does not know.
 */
export async function describeDatabase(
  client: pg.ClientBase,
  installation: string,
): Promise<Manifest> {
  const owner = quoteIdentifier(roleNames(installation).owner);
  await client.query(`set local role ${owner}; set local search_path to ''`);
  const schemas = await schemasOf(client, installation);
  const catalog = openCatalog(
    client,
    installation,
    schemas.map(({ id }) => id),
  );
  const unknown = await findUnknown(catalog);
  if (unknown.length > 0) {
    throw new AppError(
      "unsupported",
      `A backup would leave out what it does not know: ${unknown.join(", ")}`,
    );
  }
  const sequences = await describeSequences(catalog);
  const tables = await describeTables(catalog);
  const version = await client.query<{ version: string }>(
    "select current_setting('server_version') as version",
  );
  const workspaces = await client.query<{ schema: string; name: string }>(
    "select schema_name as schema, name from shared.workspaces order by created_at, id",
  );
  return {
    installation,
    serverVersion: version.rows[0]?.version ?? "",
    roles: [...new Set([...schemas.map((schema) => schema.owner), "shared", "login"])].concat(
      workspaces.rows.map(({ schema }) => schema),
    ),
    schemas: schemas.map(({ name, owner }) => ({ name, owner })),
    beforeRows: [...(await describeTypes(catalog)), ...sequences.create, ...tables.create],
    afterRows: [
      ...sequences.own,
      ...(await describeRules(catalog)),
      ...(await describeGrants(catalog)),
    ],
    tables: [...tables.withRows],
    sequences: [...sequences.list],
    migrations: await readJournals(catalog, client),
    workspaces: workspaces.rows,
  };
}

async function schemasOf(
  client: pg.ClientBase,
  installation: string,
): Promise<readonly SchemaRow[]> {
  const prefix = `causeway_${installation}_`;
  const found = await client.query<SchemaRow>(
    `select n.oid::int8 as id, n.nspname as name, r.rolname as owner
     from pg_namespace n join pg_roles r on r.oid = n.nspowner
     where starts_with(r.rolname, $1) order by n.oid`,
    [prefix],
  );
  return found.rows.map((row) => ({ ...row, owner: row.owner.slice(prefix.length) }));
}

async function readJournals(
  catalog: Catalog,
  client: pg.ClientBase,
): Promise<Manifest["migrations"]> {
  const journals = await catalog.rows<{ schema: string }>(
    `select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.oid = any($1::oid[]) and c.relname = 'schema_migrations' order by c.oid`,
  );
  const read = async (schema: string) => {
    const found = await client.query<{ step: string }>(
      `select module || '/' || name as step from ${qualified(schema, "schema_migrations")} order by 1`,
    );
    return found.rows.map(({ step }) => step);
  };
  const workspace = new Set<string>();
  for (const { schema } of journals) {
    if (schema !== "shared") for (const step of await read(schema)) workspace.add(step);
  }
  return { shared: await read("shared"), workspace: [...workspace].sort() };
}
