import { quoteIdentifier } from "../../identifiers.ts";
import type { BackedUpTable, Statement } from "../manifest.ts";
import { asRole, type Catalog, ownerPart, qualified } from "./catalog.ts";
import { identitySettings } from "./describe-sequences.ts";

interface TableRow {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  readonly kind: "r" | "p";
  readonly persistence: string;
  readonly options: string | null;
  readonly partitionBy: string | null;
  readonly parent: string | null;
  readonly bound: string | null;
  readonly columns: readonly ColumnRow[] | null;
  readonly checks: readonly string[] | null;
}

interface ColumnRow {
  readonly name: string;
  readonly definition: string;
  readonly generated: string;
  readonly settings: readonly string[];
}

export interface DescribedTables {
  /** Tables without keys and indexes, then partitions put into their tables. */
  readonly create: readonly Statement[];
  /** Tables that hold rows themselves, in the order of their making. */
  readonly withRows: readonly BackedUpTable[];
}

/** Every table with its columns and checks. Partitions are made as tables and attached, which keeps their columns' order. */
export async function describeTables(catalog: Catalog): Promise<DescribedTables> {
  const rows = await catalog.rows<TableRow>(tablesQuery);
  const tables = rows.map((row) => ({
    ...row,
    owner: ownerPart(catalog, row.owner, `Table ${row.name}`),
    path: qualified(row.schema, row.name),
  }));
  const attach = tables.flatMap(({ owner, path, parent, bound }) =>
    parent === null || bound === null
      ? []
      : [asRole(owner, `alter table ${parent} attach partition ${path} ${bound}`)],
  );
  return {
    create: [...tables.flatMap(createTable), ...attach],
    withRows: tables
      .filter(({ kind }) => kind === "r")
      .map(({ schema, name, owner, columns }) => ({
        schema,
        name,
        owner,
        columns: (columns ?? []).filter(({ generated }) => generated === "").map((c) => c.name),
      })),
  };
}

function createTable(table: TableRow & { readonly path: string }): readonly Statement[] {
  const { owner, path, columns, checks, partitionBy, options, persistence } = table;
  const parts = [
    ...(columns ?? []).map(({ name, definition }) => `${quoteIdentifier(name)} ${definition}`),
    ...(checks ?? []),
  ];
  const sql = [
    `create ${persistence === "u" ? "unlogged " : ""}table ${path} (${parts.join(", ")})`,
    ...(partitionBy === null ? [] : [`partition by ${partitionBy}`]),
    ...(options === null ? [] : [`with (${options})`]),
  ].join(" ");
  const settings = (columns ?? []).flatMap((column) =>
    column.settings.map((setting) =>
      asRole(owner, `alter table ${path} alter column ${quoteIdentifier(column.name)} ${setting}`),
    ),
  );
  return [asRole(owner, sql), ...settings];
}

const columnDefinition = `concat_ws(' ',
  format_type(a.atttypid, a.atttypmod),
  case when a.attcollation <> t.typcollation then
    (select 'collate ' || format('%I.%I', cn.nspname, co.collname)
       from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end,
  case when a.attgenerated = 's' then format('generated always as (%s) stored', pg_get_expr(d.adbin, d.adrelid))
       when d.adbin is not null then 'default ' || pg_get_expr(d.adbin, d.adrelid) end,
  case when a.attidentity <> '' then
    (select format('generated %s as identity (sequence name %I.%I %s)',
        case a.attidentity when 'a' then 'always' else 'by default' end, sn.nspname, sc.relname,
        ${identitySettings("s")})
      from pg_depend p join pg_class sc on sc.oid = p.objid join pg_namespace sn on sn.oid = sc.relnamespace
      join pg_sequence s on s.seqrelid = sc.oid
      where p.classid = 'pg_class'::regclass and p.refclassid = 'pg_class'::regclass
        and p.refobjid = a.attrelid and p.refobjsubid = a.attnum and p.deptype = 'i') end,
  case when a.attnotnull then 'not null' end)`;

const columnSettings = `array_remove(array[
  case when a.attstorage <> t.typstorage then 'set storage ' ||
    case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'x' then 'extended' else 'main' end end,
  case a.attcompression when 'l' then 'set compression lz4' when 'p' then 'set compression pglz' end,
  case when a.attstattarget >= 0 then 'set statistics ' || a.attstattarget end,
  case when a.attoptions is not null then 'set (' || array_to_string(a.attoptions, ', ') || ')' end], null)`;

const tablesQuery = `select n.nspname as schema, c.relname as name, r.rolname as owner,
    c.relkind as kind, c.relpersistence as persistence,
    array_to_string(c.reloptions, ', ') as options,
    case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as "partitionBy",
    case when c.relispartition then format('%I.%I', pn.nspname, p.relname) end as parent,
    pg_get_expr(c.relpartbound, c.oid) as bound,
    (select json_agg(json_build_object('name', a.attname, 'definition', ${columnDefinition},
        'generated', a.attgenerated, 'settings', ${columnSettings}) order by a.attnum)
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select json_agg(format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid)) order by k.oid)
      from pg_constraint k where k.conrelid = c.oid and k.contype = 'c') as checks
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
  left join pg_inherits i on i.inhrelid = c.oid
  left join pg_class p on p.oid = i.inhparent left join pg_namespace pn on pn.oid = p.relnamespace
  where c.relnamespace = any($1::oid[]) and c.relkind in ('r', 'p') order by c.oid`;
