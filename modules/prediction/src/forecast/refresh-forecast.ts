import { type Clock, newId } from "@causeway/kernel";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { runInThread } from "@causeway/platform-jobs";
import { announceScores } from "../announce.ts";
import { readDealScores } from "./deal-scores.ts";
import type { ForecastTables } from "./forecast-tables.ts";
import type { ForecastBars, PastForecast } from "./make-forecast.ts";
import { monthStart } from "./months.ts";
import { readDealLives } from "./read-deal-lives.ts";
import type { ForecastResult, ForecastWork } from "./work-forecast.ts";

export interface RefreshOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly bars: ForecastBars;
}

const dayMs = 86_400_000;
const worker = new URL("./forecast-worker.ts", import.meta.url);

/** Forecasts anew, in a thread of its own, keeps the forecasts of month starts, and scores those whose months are over. */
export async function refreshForecast(
  workspace: WorkspaceDatabase,
  { clock, signal, bars }: RefreshOptions,
): Promise<void> {
  const lives = await readDealLives(workspace);
  const past = await workspace.transaction(readPast, { readOnly: true });
  const now = clock();
  const scores = await workspace.transaction(readDealScores, { readOnly: true });
  const work: ForecastWork = { lives, nowMs: now.getTime(), bars, past, scores };
  const result = await runInThread<ForecastResult>(worker, work, signal);
  await workspace.transaction((trx) => save(trx, result, now));
}

async function readPast(trx: WorkspaceTransaction): Promise<readonly PastForecast[]> {
  const rows = await trx
    .$extendTables<ForecastTables>()
    .selectFrom("forecasts")
    .select(["kind", "body"])
    .where("kind", "<>", "current")
    .orderBy("as_of")
    .execute();
  return rows.flatMap(({ kind, body }) =>
    body === null || kind === "current" ? [] : [{ kind, body }],
  );
}

async function save(trx: WorkspaceTransaction, result: ForecastResult, now: Date): Promise<void> {
  const tables = trx.$extendTables<ForecastTables>();
  const json = (value: unknown) => (value === null ? null : (JSON.stringify(value) as never));
  await tables.deleteFrom("forecasts").where("kind", "=", "current").execute();
  await tables
    .insertInto("forecasts")
    .values({
      id: newId(now.getTime()),
      kind: "current",
      as_of: now,
      computed_at: now,
      body: json(result.current),
      record: json(result.record),
    })
    .execute();
  for (const { asOfMs, body } of result.added) {
    // Made within a day of the month's start it is a forecast; later it is a replay of what was known then.
    const isTimely = asOfMs === monthStart(now.getTime()) && now.getTime() - asOfMs < dayMs;
    await tables
      .insertInto("forecasts")
      .values({
        id: newId(now.getTime()),
        kind: isTimely ? "kept" : "replayed",
        as_of: new Date(asOfMs),
        computed_at: now,
        body: json(body),
        record: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await announceScores(trx);
}
