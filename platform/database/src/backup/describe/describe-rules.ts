import { quoteIdentifier } from "../../identifiers.ts";
import type { Statement } from "../manifest.ts";
import { asRole, type Catalog, ownerPart } from "./catalog.ts";

interface Row {
  readonly owner: string;
  readonly table: string;
  readonly name: string;
  readonly sql: string;
}

/** What is made once the rows are there: keys, indexes, references, triggers, views, row-level security. */
export async function describeRules(catalog: Catalog): Promise<readonly Statement[]> {
  const constraints = await catalog.rows<Row & { readonly type: string }>(
    `${head}, k.conname as name, pg_get_constraintdef(k.oid) as sql, k.contype as type
      ${from("pg_constraint k", "k.conrelid")} and k.contype in ('p', 'u', 'x', 'f') and k.conparentid = 0
      order by k.contype = 'f', k.oid`,
  );
  const constraint = ({ owner, table, name, sql }: Row) =>
    asRole(owner, `alter table ${table} add constraint ${quoteIdentifier(name)} ${sql}`);
  const keys = constraints.filter(({ type }) => type !== "f");
  const references = constraints.filter(({ type }) => type === "f");
  // An index over a partitioned table says ON ONLY and gets its parts one by one; here all are made with it.
  const indexes = await catalog.rows<Row>(
    `${head}, ic.relname as name,
        case when ic.relkind = 'I' then replace(pg_get_indexdef(ic.oid), ' ON ONLY ', ' ON ')
             else pg_get_indexdef(ic.oid) end as sql
      ${from("pg_index x join pg_class ic on ic.oid = x.indexrelid", "x.indrelid")}
        and x.indisvalid and not ic.relispartition
        and not exists (select 1 from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))
      order by ic.oid`,
  );
  const statistics = await catalog.rows<Row>(
    `${head}, e.stxname as name, pg_get_statisticsobjdef(e.oid) as sql
      ${from("pg_statistic_ext e", "e.stxrelid")} order by e.oid`,
  );
  const triggers = await catalog.rows<Row>(
    `${head}, g.tgname as name, pg_get_triggerdef(g.oid) as sql
      ${from("pg_trigger g", "g.tgrelid")} and not g.tgisinternal and g.tgparentid = 0 order by g.oid`,
  );
  const views = await catalog.rows<Row>(
    `${head}, c.relname as name,
        format('create view %I.%I as %s', n.nspname, c.relname, pg_get_viewdef(c.oid)) as sql
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
      where c.relnamespace = any($1::oid[]) and c.relkind = 'v' order by c.oid`,
  );
  const all = [
    ...keys.map(constraint),
    ...[...indexes, ...statistics].map(({ owner, sql }) => asRole(owner, sql)),
    ...references.map(constraint),
    ...[...triggers, ...views].map(({ owner, sql }) => asRole(owner, sql)),
    ...(await describeRowSecurity(catalog)),
  ];
  return all.map((each) => ({ ...each, as: ownerPart(catalog, each.as, each.sql) }));
}

/** Last of all: rows cannot be copied into a table under row-level security. */
async function describeRowSecurity(catalog: Catalog): Promise<readonly Statement[]> {
  const policies = await catalog.rows<Row>(
    `${head}, p.polname as name,
        concat_ws(' ', format('create policy %I on %I.%I', p.polname, n.nspname, c.relname),
          case when p.polpermissive then 'as permissive' else 'as restrictive' end,
          'for ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
                                  when 'd' then 'delete' else 'all' end,
          'using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
          'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') as sql
      ${from("pg_policy p", "p.polrelid")} order by p.oid`,
  );
  const secured = await catalog.rows<Row & { readonly forced: boolean }>(
    `${head}, c.relname as name, c.relforcerowsecurity as forced
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
      where c.relnamespace = any($1::oid[]) and c.relrowsecurity order by c.oid`,
  );
  return [
    ...policies.map(({ owner, sql }) => asRole(owner, sql)),
    ...secured.flatMap(({ owner, table, forced }) => [
      asRole(owner, `alter table ${table} enable row level security`),
      ...(forced ? [asRole(owner, `alter table ${table} force row level security`)] : []),
    ]),
  ];
}

const head = "select r.rolname as owner, format('%I.%I', n.nspname, c.relname) as table";

const from = (what: string, table: string) =>
  `from ${what} join pg_class c on c.oid = ${table} join pg_namespace n on n.oid = c.relnamespace
   join pg_roles r on r.oid = c.relowner where c.relnamespace = any($1::oid[])`;
