import type { Clock, WorkspaceId } from "@causeway/kernel";
import type { Projection } from "@causeway/module-touchpoints";
import {
  currentWorkspace,
  type Database,
  retryConflicts,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { matchPeople } from "./match-people.ts";

/** Looks at people whose evidence changed, by the matching rules. */
export const matchingQueue = defineQueue({
  name: "match-people",
  schema: z.object({ workspace: z.string() }),
  policy: "short",
});

/** Asks for a look, in the caller's transaction. */
export async function requestMatching(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
): Promise<void> {
  const workspace = await currentWorkspace(trx);
  await jobs.send(trx, matchingQueue, { workspace }, { singletonKey: workspace });
}

/** Marks people whom new events are about, where there is a rule, and wakes the look. */
export function matchingProjection(jobs: Pick<Jobs, "send">): Projection {
  return {
    name: "identity-matches",
    after: ["identity"],
    reads: "heads",
    async apply(trx, events) {
      const { rows } = await sql`insert into matching_queue (profile_id)
        select distinct p.canonical_id from event_profiles e join profiles p on p.id = e.profile_id
        where e.event_id = any(${events.map(({ id }) => id)}::bigint[])
          and exists (select 1 from matching_rules where enabled and deleted_at is null)
        order by 1 on conflict do nothing returning 1`.execute(trx);
      if (rows.length > 0) await requestMatching(trx, jobs);
    },
    reset: async (trx) => {
      await sql`truncate matching_queue`.execute(trx);
    },
  };
}

/** Registers the handler of `matchingQueue`; before the jobs start. */
export function workMatching({
  database,
  jobs,
  clock,
}: {
  readonly database: Pick<Database, "workspace">;
  readonly jobs: Jobs;
  readonly clock: Clock;
}): void {
  jobs.work(matchingQueue, async ({ data, signal }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    for (let looked = 1; looked > 0 && !signal.aborted; ) {
      looked = await retryConflicts(() =>
        workspace.transaction((trx) => matchPeople(trx, clock())),
      );
    }
  });
}
