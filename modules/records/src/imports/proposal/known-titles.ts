import type { WorkspaceTransaction } from "@causeway/platform-database";
import { isPersonObject, type Schema } from "@causeway/platform-schema";
import { sql } from "kysely";
import { sortKey } from "../../search/pinyin-of.ts";
import { recordTable } from "../../store/record-table.ts";
import type { ColumnStatistics } from "../file/column-statistics.ts";

/** For each column, which part (0 to 1) of its sampled values are titles of records, by object. */
export type KnownTitles = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Looks for the sampled values among the titles of every object. */
export async function knownTitles(
  trx: WorkspaceTransaction,
  schema: Schema,
  statistics: readonly ColumnStatistics[],
): Promise<KnownTitles> {
  const known = new Map<string, ReadonlyMap<string, number>>();
  for (const { name, samples } of statistics) {
    if (samples.length === 0) continue;
    const parts = schema.objects.map((object) => {
      const isPerson = isPersonObject(object);
      const keys = [...new Set(samples.map((sample) => sortKey(sample, { isPerson })))];
      return sql`select ${object.name}::text as object, count(distinct title_key) as found
        from ${recordTable(object.name)}
        where deleted_at is null and title_key = any(${keys}::text[])`;
    });
    const counted = await sql<{
      readonly object: string;
      readonly found: number;
    }>`${sql.join(parts, sql` union all `)}`.execute(trx);
    known.set(
      name,
      new Map(counted.rows.map(({ object, found }) => [object, found / samples.length])),
    );
  }
  return known;
}
