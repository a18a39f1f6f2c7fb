import type { ProfileId } from "@causeway/kernel";
import {
  accountsAbove,
  type IdentityChangeListener,
  recordsOfProfiles,
} from "@causeway/module-identity";
import type { RecordChangeListener } from "@causeway/module-records";
import type { SignalListener } from "@causeway/module-signals";
import type { Projection } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { leadGrade } from "./prediction-queues.ts";
import { requestScoring, type Send } from "./request-training.ts";
import { currentModel, currentModels } from "./scoring/current-model.ts";
import { scoresCursor } from "./scoring/rebuilt-history.ts";
import { markAllStale, markTouched } from "./scoring/stale-scores.ts";

/** Marks the records behind new touchpoints as stale and wakes the scoring, in the transaction that moves the cursor. */
export function scoreProjection(jobs: Send): Projection {
  return {
    name: scoresCursor,
    after: ["twin"],
    reads: "heads",
    async apply(trx, events) {
      if ((await currentModels(trx)).length === 0) return;
      const { rows } = await sql<{ id: ProfileId }>`
        select distinct profile_id as id from event_profiles
        where event_id = any(${events.map((event) => event.id)}::bigint[])`.execute(trx);
      const profiles = rows.map(({ id }) => id);
      if ((await markProfiles(trx, profiles)) > 0) await requestScoring(trx, jobs);
    },
    async rebuilt(trx) {
      for (const { definition } of await currentModels(trx)) await markAllStale(trx, definition);
      await requestScoring(trx, jobs);
    },
    reset: async (trx) => {
      await sql`truncate stale_scores`.execute(trx);
    },
  };
}

/** Marks the records of people who were split or joined as stale and wakes the scoring. For `onIdentityChange`. */
export function scoreIdentityListener(jobs: Send): IdentityChangeListener {
  return async (trx, { profiles }) => {
    if ((await currentModels(trx)).length === 0) return;
    if ((await markProfiles(trx, profiles as readonly ProfileId[])) > 0) {
      await requestScoring(trx, jobs);
    }
  };
}

async function markProfiles(
  trx: WorkspaceTransaction,
  profiles: readonly ProfileId[],
): Promise<number> {
  const touched = new Map<string, string[]>();
  for (const { object, id } of await recordsOfProfiles(trx, profiles))
    touched.set(object, [...(touched.get(object) ?? []), id]);
  return markTouched(trx, touched, "touchpoints");
}

/** Marks changed records as stale and wakes the scoring, in the transaction of the change. For `onRecordChange`. */
export function scoreChangeListener(jobs: Send): RecordChangeListener {
  return async (trx, { object, ids }) => {
    const marked = await markTouched(trx, new Map([[object, ids]]), "records");
    // A first model is trained without being asked: whoever looks for stale scores sees whether it is due.
    const isFirst = object === "lead" && (await currentModel(trx, leadGrade)) === undefined;
    if (marked > 0 || isFirst) await requestScoring(trx, jobs);
  };
}

/** Marks the records of companies that something was published about as stale and wakes the scoring. For `onSignals`. */
export function scoreSignalListener(jobs: Send): SignalListener {
  return async (trx, companies) => {
    if ((await currentModels(trx)).length === 0) return;
    const { rows } = await sql<{ id: string }>`
      select distinct a.id::text from record_account a
      join unnest(
        ${companies.map(({ name }) => name)}::text[],
        ${companies.map(({ creditCode }) => creditCode)}::text[]) as c(name, credit_code)
        on a.credit_code = c.credit_code or (c.credit_code is null and a.name = c.name)
      where a.deleted_at is null`.execute(trx);
    const accounts = [...rows.map(({ id }) => id), ...(await accountsAbove(trx, companies))];
    if ((await markTouched(trx, new Map([["account", accounts]]), "signals")) > 0) {
      await requestScoring(trx, jobs);
    }
  };
}
