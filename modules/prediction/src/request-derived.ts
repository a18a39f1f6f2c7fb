import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { requestForecast } from "./forecast/forecast-queue.ts";
import { leadGrade } from "./prediction-queues.ts";
import { requestWorth } from "./worth/worth-queue.ts";

/** Predictions of deals that the forecast counts with. */
const forecastRestsOn = ["win-probability", "time-to-close"] as const;

/**
 * Asks for the forecast and for the worth of touchpoints where a model that they go with has come into force in the last
 * hour and they were not computed since. For `onScored`: by then open records have the new model's scores.
 */
export async function requestDerived(
  trx: WorkspaceTransaction,
  jobs: Pick<Jobs, "send">,
): Promise<void> {
  const { rows } = await sql<{ readonly forecast: boolean; readonly worth: boolean }>`
    with fresh as (
      select p.name, max(r.at) as at from predictions p
      join promotions r on r.prediction = p.name and r.model_id = p.current_model_id
      where r.at > now() - interval '1 hour' group by p.name)
    select
      exists (select 1 from fresh
        where name = any(${[...forecastRestsOn]}::text[])
          and not exists (select 1 from forecast_runs)
          and not exists (select 1 from forecasts
            where kind = 'current' and computed_at >= fresh.at)) as forecast,
      exists (select 1 from fresh
        where name = ${leadGrade}
          and not exists (select 1 from worth_runs w where w.prediction = fresh.name)
          and not exists (select 1 from touchpoint_worth w
            where w.prediction = fresh.name and w.computed_at >= fresh.at)) as worth`.execute(trx);
  if (rows[0]?.forecast) await requestForecast(trx, jobs);
  if (rows[0]?.worth) await requestWorth(trx, jobs);
}
