import { quoteIdentifier } from "../../identifiers.ts";
import type { Statement } from "../manifest.ts";
import { asRole, type Catalog, ownerPart } from "./catalog.ts";

interface GrantRow {
  readonly owner: string;
  readonly on: string;
  readonly grantee: string | null;
  readonly privileges: readonly string[];
}

interface DefaultGrantRow extends GrantRow {
  readonly schema: string;
}

/** Who may do what: on schemas, tables, sequences, functions, and on those to come. Roles of others do not travel. */
export async function describeGrants(catalog: Catalog): Promise<readonly Statement[]> {
  const grants = await catalog.rows<GrantRow>(`
    select owner, thing as on, grantee, array_agg(privilege order by privilege) as privileges from (
      select o.rolname as owner, a.thing, g.rolname as grantee, a.privilege_type as privilege, a.place
      from (
        select 1 as place, n.nspowner as owner, format('schema %I', n.nspname) as thing, (aclexplode(n.nspacl)).*
          from pg_namespace n where n.oid = any($1::oid[])
        union all
        select 2, c.relowner, format('%s %I.%I', case c.relkind when 'S' then 'sequence' else 'table' end,
            n.nspname, c.relname), (aclexplode(c.relacl)).*
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.oid = any($1::oid[]) and c.relkind in ('r', 'p', 'S', 'v')
        union all
        select 3, p.proowner, 'routine ' || p.oid::regprocedure, (aclexplode(p.proacl)).*
          from pg_proc p where p.pronamespace = any($1::oid[])) a
      join pg_roles o on o.oid = a.owner left join pg_roles g on g.oid = a.grantee
      where a.grantee <> a.owner) all_grants
    group by owner, thing, grantee, place order by place, thing, grantee`);
  const toCome = await catalog.rows<DefaultGrantRow>(`
    select owner, schema, things as on, grantee, array_agg(privilege order by privilege) as privileges from (
      select o.rolname as owner, n.nspname as schema, g.rolname as grantee, a.privilege_type as privilege,
        case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences'
                             when 'f' then 'functions' else 'types' end as things
      from pg_default_acl d join pg_namespace n on n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
      join pg_roles o on true left join pg_roles g on g.oid = a.grantee
      where n.oid = any($1::oid[]) and o.oid = d.defaclrole and a.grantee <> d.defaclrole) defaults
    group by owner, schema, things, grantee order by schema, things, grantee`);
  return [
    ...grants.flatMap((row) => grantStatement(catalog, row, "")),
    ...toCome.flatMap((row) =>
      grantStatement(
        catalog,
        row,
        `alter default privileges in schema ${quoteIdentifier(row.schema)} `,
      ),
    ),
  ];
}

function grantStatement(catalog: Catalog, row: GrantRow, before: string): readonly Statement[] {
  const { owner, on, grantee, privileges } = row;
  const as = ownerPart(catalog, owner, on);
  const grant = `${before}grant ${privileges.join(", ")} on ${on} to`;
  if (grantee === null) return [asRole(as, `${grant} public`)];
  const part = catalog.part(grantee);
  return part === undefined ? [] : [asRole(as, `${grant} $1`, [part])];
}
