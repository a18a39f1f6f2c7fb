import type { Catalog } from "./catalog.ts";

/**
 * What stands in the schemas and would be left out: kinds of objects that the description does not know. A backup that
 * leaves something out is none, so whoever takes one stops here.
 */
export async function findUnknown(catalog: Catalog): Promise<readonly string[]> {
  const rows = await catalog.rows<{ what: string }>(`
    select pg_describe_object(d.classid, d.objid, 0) as what
      from pg_depend d
      left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
      left join pg_proc p on d.classid = 'pg_proc'::regclass and p.oid = d.objid
      left join pg_type t on d.classid = 'pg_type'::regclass and t.oid = d.objid
      where d.refclassid = 'pg_namespace'::regclass and d.refobjid = any($1::oid[]) and not coalesce(
        c.relkind in ('r', 'p', 'S', 'v', 'i', 'I') or p.prokind in ('f', 'p')
        or t.typtype in ('e', 'c', 'm', 'r') or (t.typtype = 'b' and t.typelem <> 0)
        or d.classid in ('pg_default_acl'::regclass, 'pg_statistic_ext'::regclass), false)
    union all select format('column rights on %s', a.attrelid::regclass)
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = any($1::oid[]) and a.attacl is not null
    union all select format('computed column %I of %s', a.attname, a.attrelid::regclass)
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = any($1::oid[]) and c.relkind in ('r', 'p') and a.attgenerated not in ('', 's')
    union all select format('inheritance of %s', i.inhrelid::regclass)
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where c.relnamespace = any($1::oid[]) and c.relkind in ('r', 'p') and not c.relispartition
    union all select format('rule %I on %s', w.rulename, w.ev_class::regclass)
      from pg_rewrite w join pg_class c on c.oid = w.ev_class
      where c.relnamespace = any($1::oid[]) and w.rulename <> '_RETURN'
    union all select format('policy %I on %s', p.polname, p.polrelid::regclass)
      from pg_policy p join pg_class c on c.oid = p.polrelid
      where c.relnamespace = any($1::oid[]) and (p.polroles <> '{0}' or p.polname <> 'workspace_rows')
    limit 20`);
  return rows.map(({ what }) => what);
}
