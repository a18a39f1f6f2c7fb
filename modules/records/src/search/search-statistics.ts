import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { Schema } from "@causeway/platform-schema";
import { sql } from "kysely";

/** What PostgreSQL's statistics say of a workspace's search entries. */
export interface SearchStatistics {
  /** Share of all entries that have a gram: those that are known to be the most common. */
  readonly common: ReadonlyMap<number, number>;
  /** No other gram is more common than this. */
  readonly leastCommon: number;
  /** Estimated records by object. */
  readonly sizes: ReadonlyMap<string, number>;
}

interface Known {
  readonly statistics: SearchStatistics;
  /** On the process's own clock, ms. */
  readonly until: number;
}

const keptMs = 600_000;
/** Of the workspace whose schema this is: a revision of it is unique everywhere. */
const bySchema = new WeakMap<Schema, Known>();

/** What is known without reading an entry; read anew every ten minutes. */
export async function searchStatistics(
  trx: WorkspaceTransaction,
  schema: Schema,
): Promise<SearchStatistics> {
  const known = bySchema.get(schema);
  if (known !== undefined && performance.now() < known.until) return known.statistics;
  // Other tables are called `record_…` too, and some are larger than any object.
  const tables = schema.objects.map(({ name }) => `record_${name}`);
  const { rows } = await sql<{ grams: number[] | null; shares: number[] | null; sizes: Sizes }>`
    select s.grams, s.shares, (select coalesce(json_object_agg(substr(c.relname, 8), c.reltuples), '{}')
        from pg_class c where c.relnamespace = current_schema()::regnamespace
          and c.relkind = 'r' and c.relname = any(${tables}::text[])) as sizes
    from (select 1) one left join (
      select most_common_elems::text::integer[] as grams, most_common_elem_freqs as shares
      from pg_stats where schemaname = current_schema() and tablename = 'search_entries' and attname = 'grams'
    ) s on true`.execute(trx);
  const { grams, shares, sizes = {} } = rows[0] ?? {};
  const listed = grams ?? [];
  const statistics: SearchStatistics = {
    common: new Map(listed.map((gram, place) => [gram, shares?.[place] ?? 0])),
    // After the shares of the grams stand their least and their greatest.
    leastCommon: shares?.[listed.length] ?? 1,
    sizes: new Map(Object.entries(sizes)),
  };
  bySchema.set(schema, { statistics, until: performance.now() + keptMs });
  return statistics;
}

type Sizes = Readonly<Record<string, number>>;

/** At most this share of an object's records has all of the grams: the rarest may stand in that object only. */
export function greatestShare(
  { common, leastCommon, sizes }: SearchStatistics,
  object: string,
  grams: readonly number[],
): number {
  const size = sizes.get(object) ?? 0;
  if (size <= 0 || grams.length === 0) return 1;
  const all = [...sizes.values()].reduce((sum, each) => sum + Math.max(0, each), 0);
  const rarest = Math.min(...grams.map((gram) => common.get(gram) ?? leastCommon));
  return Math.min(1, (rarest * all) / size);
}

/**
 * So many of the grams as select well, the rarest first; the order of equally rare ones is kept. An inverted index reads
 * the whole list of each gram that it is asked for: that of "ang" names nearly half of all people.
 */
export function rarest(
  grams: Iterable<number>,
  { common }: Pick<SearchStatistics, "common">,
  most: number,
): readonly number[] {
  const share = (gram: number) => common.get(gram) ?? 0;
  return [...grams].sort((left, right) => share(left) - share(right)).slice(0, most);
}
