import type { Database } from "@causeway/platform-database";
import type { QueueSettings } from "./queue.ts";

/**
 * Of these values of a field of the payload, those for which no job of the queue waits or runs any more, each with the
 * error that its last job ended with, where one is known. What is asked about must have been written together with its
 * job, and read before this is called.
 */
export async function abandonedJobs(
  database: Pick<Database, "libraryPool">,
  queue: Pick<QueueSettings, "name">,
  { field, values }: { readonly field: string; readonly values: readonly string[] },
): Promise<ReadonlyMap<string, string | null>> {
  if (values.length === 0) return new Map();
  const { rows } = await database
    .libraryPool("jobs")
    .query<{ value: string; error: string | null }>(
      `select value, (
         select coalesce(output->>'message', output->'value'->>'message') from job
         where name = $1 and data->>$2 = value and state = 'failed'
         order by completed_on desc nulls last limit 1) as error
       from unnest($3::text[]) as value
       where not exists (select 1 from job
         where name = $1 and data->>$2 = value and state in ('created', 'retry', 'active'))`,
      [queue.name, field, values],
    );
  return new Map(rows.map(({ value, error }) => [value, error]));
}
