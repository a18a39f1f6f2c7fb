import type pg from "pg";
import { quoteIdentifier } from "../../identifiers.ts";
import type { Statement } from "../manifest.ts";

/** A look into the catalogs of one installation, inside the transaction of the backup. */
export interface Catalog {
  /** Object ids of the installation's schemas. */
  readonly schemaIds: readonly number[];
  /** The role of this installation, without its id; undefined for a role of somebody else. */
  part(role: string): string | undefined;
  rows<Row extends pg.QueryResultRow>(text: string): Promise<readonly Row[]>;
}

/** `select … where … = any($1)` with the ids of the schemas. */
export function openCatalog(
  client: pg.ClientBase,
  installation: string,
  schemaIds: readonly number[],
): Catalog {
  const prefix = `causeway_${installation}_`;
  return {
    schemaIds,
    part: (role) => (role.startsWith(prefix) ? role.slice(prefix.length) : undefined),
    async rows<Row extends pg.QueryResultRow>(text: string) {
      return (await client.query<Row>(text, [schemaIds])).rows;
    },
  };
}

/** The owner's part; every object of an installation belongs to one of its roles. */
export function ownerPart(catalog: Catalog, owner: string, what: string): string {
  const part = catalog.part(owner);
  if (part !== undefined) return part;
  throw new TypeError(`${what} belongs to "${owner}", which is no role of this installation`);
}

export function qualified(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

export function asRole(part: string, sql: string, grantees?: readonly string[]): Statement {
  return { as: part, sql, ...(grantees && { grantees: [...grantees] }) };
}
