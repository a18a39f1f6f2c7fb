import { quoteLiteral } from "../../identifiers.ts";
import type { Statement } from "../manifest.ts";
import { asRole, type Catalog, ownerPart, qualified } from "./catalog.ts";

/** Enumerations and functions. Bodies are not checked on restore, as they may speak of tables that come later. */
export async function describeTypes(catalog: Catalog): Promise<readonly Statement[]> {
  const enums = await catalog.rows<{
    schema: string;
    name: string;
    owner: string;
    labels: string[];
  }>(`select n.nspname as schema, t.typname as name, r.rolname as owner,
        (select array_agg(e.enumlabel::text order by e.enumsortorder)
           from pg_enum e where e.enumtypid = t.oid) as labels
      from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_roles r on r.oid = t.typowner
      where t.typnamespace = any($1::oid[]) and t.typtype = 'e' order by t.oid`);
  const functions = await catalog.rows<{ owner: string; name: string; sql: string }>(
    `select r.rolname as owner, p.proname as name, pg_get_functiondef(p.oid) as sql
      from pg_proc p join pg_roles r on r.oid = p.proowner
      where p.pronamespace = any($1::oid[]) and p.prokind in ('f', 'p') order by p.oid`,
  );
  return [
    ...enums.map(({ schema, name, owner, labels }) =>
      asRole(
        ownerPart(catalog, owner, `Type ${name}`),
        `create type ${qualified(schema, name)} as enum (${labels.map(quoteLiteral).join(", ")})`,
      ),
    ),
    ...functions.map(({ owner, name, sql }) =>
      asRole(ownerPart(catalog, owner, `Function ${name}`), sql),
    ),
  ];
}
