import type pg from "pg";
import { type BackupPlace, withPlace } from "../backup/backup-database.ts";
import { withClient } from "../connection.ts";

/** Everything that an installation consists of, so that two can be compared. */
export interface Contents {
  /** Rows and a checksum of their sorted texts, by `schema.table`. */
  readonly tables: Readonly<Record<string, string>>;
  /** Columns, keys, indexes, rights, policies, functions, sequences …, one line each, sorted. */
  readonly definitions: readonly string[];
}

/** Reads all tables and all definitions of an installation, past row-level security. Names of roles lose their id. */
export function readContents(place: BackupPlace): Promise<Contents> {
  return withPlace(place, "command", (admin) =>
    withClient(admin, async (client) => {
      await client.query("set search_path to ''; set timezone to 'UTC'");
      const found = await client.query<{ id: string }>("select id from shared.installation");
      const prefix = `causeway_${found.rows[0]?.id ?? ""}_`;
      const lines = await client.query<{ line: string }>(definitionsQuery, [prefix]);
      return {
        tables: await readTables(client, prefix),
        definitions: lines.rows.map(({ line }) => line.replaceAll(prefix, "")).sort(),
      };
    }),
  );
}

async function readTables(client: pg.ClientBase, prefix: string): Promise<Contents["tables"]> {
  const tables = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
     where starts_with(r.rolname, $1) and c.relkind = 'r' order by 1`,
    [prefix],
  );
  const entries: [string, string][] = [];
  for (const { name } of tables.rows) {
    const found = await client.query<{ content: string }>(
      `select count(*) || ' rows, ' || coalesce(md5(string_agg(line, '' order by line)), '-') as content
       from (select md5(t::text) as line from ${name} t) lines`,
    );
    entries.push([name, found.rows[0]?.content ?? ""]);
  }
  return Object.fromEntries(entries);
}

const ours = "(select oid from pg_roles where starts_with(rolname, $1))";
/** Roles are a server's: copies of one test database share their installation's id, so others may come and go. */
const usedHere =
  "(select relowner from pg_class union select (aclexplode(nspacl)).grantee from pg_namespace)";
const relations = `pg_class c join pg_namespace n on n.oid = c.relnamespace and c.relkind <> 't' and c.relowner in ${ours}`;
const rights = (list: string, owner: string) =>
  `(select string_agg(line, ';' order by line) from (
     select coalesce(g.rolname, 'public') || '=' || string_agg(a.privilege_type, ',' order by a.privilege_type) as line
     from aclexplode(${list}) a left join pg_roles g on g.oid = a.grantee
     where a.grantee <> ${owner} group by g.rolname) granted)`;

const definitionsQuery = `
  select concat_ws(' | ', 'relation', n.nspname, c.relname, c.relkind, c.relowner::regrole::text, c.relrowsecurity,
      c.relforcerowsecurity, c.reloptions::text, pg_get_expr(c.relpartbound, c.oid),
      case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end, ${rights("c.relacl", "c.relowner")}) as line
    from ${relations} where c.relkind in ('r', 'p', 'S', 'v')
  union all
  select concat_ws(' | ', 'column', n.nspname, c.relname, a.attname, rank() over (partition by c.oid order by a.attnum),
      format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attcollation::regcollation,
      pg_get_expr(d.adbin, d.adrelid))
    from ${relations} join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where c.relkind in ('r', 'p', 'v')
  union all
  select concat_ws(' | ', 'constraint', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid))
    from ${relations} join pg_constraint k on k.conrelid = c.oid where k.contype in ('p', 'u', 'x', 'f', 'c')
  union all
  select concat_ws(' | ', 'index', n.nspname, c.relname, pg_get_indexdef(i.indexrelid), i.indisvalid)
    from ${relations} join pg_index i on i.indrelid = c.oid
  union all
  select concat_ws(' | ', 'trigger', n.nspname, c.relname, pg_get_triggerdef(t.oid))
    from ${relations} join pg_trigger t on t.tgrelid = c.oid where not t.tgisinternal
  union all
  select concat_ws(' | ', 'policy', n.nspname, c.relname, p.polname, p.polcmd, pg_get_expr(p.polqual, p.polrelid),
      pg_get_expr(p.polwithcheck, p.polrelid))
    from ${relations} join pg_policy p on p.polrelid = c.oid
  union all
  select concat_ws(' | ', 'sequence', n.nspname, c.relname, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
      pg_sequence_last_value(c.oid), (select d.refobjid::regclass || '.' || d.refobjsubid from pg_depend d
        where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')))
    from ${relations} join pg_sequence s on s.seqrelid = c.oid
  union all
  select concat_ws(' | ', 'function', p.oid::regprocedure, p.proowner::regrole::text, md5(pg_get_functiondef(p.oid)),
      ${rights("p.proacl", "p.proowner")})
    from pg_proc p where p.proowner in ${ours}
  union all
  select concat_ws(' | ', 'enum', t.oid::regtype, (select string_agg(enumlabel, ',' order by enumsortorder)
      from pg_enum where enumtypid = t.oid))
    from pg_type t where t.typowner in ${ours} and t.typtype = 'e'
  union all
  select concat_ws(' | ', 'schema', n.nspname, n.nspowner::regrole::text, ${rights("n.nspacl", "n.nspowner")})
    from pg_namespace n where n.nspowner in ${ours}
  union all
  select concat_ws(' | ', 'default rights', n.nspname, d.defaclobjtype, d.defaclrole::regrole::text,
      ${rights("d.defaclacl", "d.defaclrole")})
    from pg_default_acl d join pg_namespace n on n.oid = d.defaclnamespace where d.defaclrole in ${ours}
  union all
  select concat_ws(' | ', 'member', m.roleid::regrole::text, m.member::regrole::text)
    from pg_auth_members m where m.roleid in ${ours} and m.member in ${ours} and m.roleid in ${usedHere}`;
