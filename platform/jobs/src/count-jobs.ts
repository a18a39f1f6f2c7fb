import type { Database } from "@causeway/platform-database";

export interface JobCount {
  readonly queue: string;
  readonly state: "waiting" | "running" | "failed";
  readonly count: number;
}

/** Jobs of every queue that wait (also for another try), run, or were given up lately. */
export async function countJobs(
  database: Pick<Database, "libraryPool">,
): Promise<readonly JobCount[]> {
  const { rows } = await database.libraryPool("jobs").query<JobCount>(
    `select name as queue, count(*)::int as count,
      case state when 'active' then 'running' when 'failed' then 'failed' else 'waiting' end as state
     from job where state in ('created', 'retry', 'active', 'failed') group by 1, 3`,
  );
  return rows;
}
