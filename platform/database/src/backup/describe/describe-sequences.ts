import type { Manifest, Statement } from "../manifest.ts";
import { asRole, type Catalog, ownerPart, qualified } from "./catalog.ts";

interface SequenceRow {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  readonly settings: string;
  /** `i` when it is a column's identity, `a` when it only goes with a column. */
  readonly dependency: "i" | "a" | null;
  readonly column: string | null;
}

export interface DescribedSequences {
  /** Those that no identity column makes by itself. */
  readonly create: readonly Statement[];
  /** Ties them to their columns. */
  readonly own: readonly Statement[];
  readonly list: Manifest["sequences"];
}

export async function describeSequences(catalog: Catalog): Promise<DescribedSequences> {
  const rows = await catalog.rows<SequenceRow>(
    `select n.nspname as schema, c.relname as name, r.rolname as owner,
       ${sequenceSettings("s")} as settings, d.deptype as dependency,
       case when d.deptype = 'a' then format('%I.%I.%I', tn.nspname, t.relname, a.attname) end as column
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
     join pg_sequence s on s.seqrelid = c.oid
     left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid
       and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
     left join pg_class t on t.oid = d.refobjid left join pg_namespace tn on tn.oid = t.relnamespace
     left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
     where c.relnamespace = any($1::oid[]) and c.relkind = 'S' order by c.oid`,
  );
  const described = rows.map((row) => ({
    ...row,
    owner: ownerPart(catalog, row.owner, `Sequence ${row.name}`),
    path: qualified(row.schema, row.name),
  }));
  return {
    create: described
      .filter(({ dependency }) => dependency !== "i")
      .map(({ owner, path, settings }) => asRole(owner, `create sequence ${path} ${settings}`)),
    own: described.flatMap(({ owner, path, column }) =>
      column === null ? [] : [asRole(owner, `alter sequence ${path} owned by ${column}`)],
    ),
    list: described.map(({ schema, name, owner }) => ({ schema, name, owner })),
  };
}

/** The options of `create sequence` as an SQL expression over a row of pg_sequence. */
export function sequenceSettings(row: string): string {
  return `format('as %s increment %s minvalue %s maxvalue %s start %s cache %s %s',
    format_type(${row}.seqtypid, null), ${row}.seqincrement, ${row}.seqmin, ${row}.seqmax,
    ${row}.seqstart, ${row}.seqcache, case when ${row}.seqcycle then 'cycle' else 'no cycle' end)`;
}

/** Without the type, as an identity column takes them. */
export function identitySettings(row: string): string {
  return `format('increment %s minvalue %s maxvalue %s start %s cache %s %s',
    ${row}.seqincrement, ${row}.seqmin, ${row}.seqmax,
    ${row}.seqstart, ${row}.seqcache, case when ${row}.seqcycle then 'cycle' else 'no cycle' end)`;
}
