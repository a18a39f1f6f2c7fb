import type { Redactor } from "@causeway/platform-audit";
import type { Database } from "@causeway/platform-database";

/**
 * Takes a person out of the job queues: what ended jobs carried and gave back. Jobs carry ids only; the errors they end
 * with may quote what they read. Returns how many jobs were changed.
 */
export async function eraseFromJobs(
  database: Pick<Database, "libraryPool">,
  { pattern }: Redactor,
): Promise<number> {
  if (pattern === null) return 0;
  const changed = await database.libraryPool("jobs").query(
    `update job set output = null,
       data = case when state in ('completed', 'cancelled', 'failed') then '{}'::jsonb else data end
     where output::text ~* $1
       or (data::text ~* $1 and state in ('completed', 'cancelled', 'failed'))`,
    [pattern],
  );
  return changed.rowCount ?? 0;
}
