import type { Clock, WorkspaceId } from "@causeway/kernel";
import {
  currentWorkspace,
  type Database,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { defineQueue, type Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { z } from "zod";
import { announceScores } from "../announce.ts";
import { readParameterValues } from "../parameters/parameter-store.ts";
import type { ForecastTables } from "./forecast-tables.ts";
import type { ForecastBars } from "./make-forecast.ts";
import { refreshForecast } from "./refresh-forecast.ts";

/** Forecasts a workspace anew. */
export const forecastQueue = defineQueue({
  name: "forecast-deals",
  schema: z.object({ workspace: z.string() }),
  policy: "stately",
  retryLimit: 1,
  expireInSeconds: 1_800,
});

/** Nightly, and so also on the first of a month, when the forecast is kept. */
export const nightlyForecastQueue = defineQueue({
  name: "nightly-forecasts",
  schema: z.object({}),
});

export const forecastQueues = [forecastQueue, nightlyForecastQueue] as const;

/** Asks for a new forecast, in the caller's transaction. */
export async function requestForecast(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
): Promise<void> {
  const workspace = await currentWorkspace(trx);
  await sql`insert into forecast_runs (single, requested_at) values (true, now())
    on conflict (single) do update set requested_at = now()`.execute(trx);
  await jobs.send(trx, forecastQueue, { workspace }, { singletonKey: workspace });
  await announceScores(trx);
}

export interface ForecastWorkers {
  readonly database: Pick<Database, "workspace" | "workspaces">;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

/** Registers the handlers of `forecastQueues`; before the jobs start. */
export function workForecasts({ database, jobs, clock }: ForecastWorkers): void {
  jobs.work(forecastQueue, async ({ data, signal }) => {
    const workspace = await database.workspace(data.workspace as WorkspaceId);
    try {
      const bars = await workspace.transaction(readBars, { readOnly: true });
      await refreshForecast(workspace, { clock, signal, bars });
    } finally {
      await workspace.transaction((trx) => endRun(trx));
    }
  });
  jobs.work(nightlyForecastQueue, async () => {
    for (const { id } of await database.workspaces()) {
      const workspace = await database.workspace(id);
      await workspace.transaction(async (trx) => {
        if (await hasDeals(trx)) await requestForecast(trx, jobs);
      });
    }
  });
  // Minutes after midnight in UTC, by which months are counted.
  jobs.schedule(nightlyForecastQueue, "7 0 * * *", {});
}

/** The business's own bars. */
async function readBars(trx: WorkspaceTransaction): Promise<ForecastBars> {
  const { forecast_commit: commit = 1, forecast_best: best = 1 } = await readParameterValues(trx);
  return { commit, best };
}

async function endRun(trx: WorkspaceTransaction): Promise<void> {
  await sql`delete from forecast_runs`.execute(trx);
  await announceScores(trx);
}

async function hasDeals(trx: WorkspaceTransaction): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select 1 from record_deal where deleted_at is null) as found`.execute(trx);
  return rows[0]?.found ?? false;
}

/** When the latest forecast was made; undefined before the first. */
export async function latestForecast(trx: WorkspaceTransaction) {
  return trx
    .$extendTables<ForecastTables>()
    .selectFrom("forecasts")
    .selectAll()
    .where("kind", "=", "current")
    .executeTakeFirst();
}
