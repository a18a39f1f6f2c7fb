import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/** Share of the entries that have a gram, by gram: those that PostgreSQL knows to be the most common. */
type CommonGrams = ReadonlyMap<number, number>;

interface Known {
  readonly grams: CommonGrams;
  /** On the process's own clock, ms. */
  readonly until: number;
}

const keptMs = 600_000;
const mostWorkspaces = 1_000;
const bySchema = new Map<string, Known>();

/** The most common grams of a workspace, from the statistics that PostgreSQL keeps; read anew every ten minutes. */
export async function commonGrams(trx: WorkspaceTransaction, schema: string): Promise<CommonGrams> {
  const known = bySchema.get(schema);
  if (known !== undefined && performance.now() < known.until) return known.grams;
  const { rows } = await sql<{ grams: number[] | null; shares: number[] | null }>`
    select most_common_elems::text::integer[] as grams, most_common_elem_freqs as shares
    from pg_stats where schemaname = ${schema} and tablename = 'search_entries' and attname = 'grams'`.execute(
    trx,
  );
  const { grams, shares } = rows[0] ?? {};
  const found = new Map((grams ?? []).map((gram, place) => [gram, shares?.[place] ?? 0]));
  bySchema.delete(schema);
  bySchema.set(schema, { grams: found, until: performance.now() + keptMs });
  const [oldest] = bySchema.keys();
  if (bySchema.size > mostWorkspaces && oldest !== undefined) bySchema.delete(oldest);
  return found;
}

/**
 * So many of the grams as select well, the rarest first; the order of equally rare ones is kept. An inverted index reads
 * the whole list of each gram that it is asked for: that of "ang" names nearly half of all people.
 */
export function rarest(
  grams: Iterable<number>,
  common: CommonGrams,
  most: number,
): readonly number[] {
  const share = (gram: number) => common.get(gram) ?? 0;
  return [...grams].sort((left, right) => share(left) - share(right)).slice(0, most);
}
