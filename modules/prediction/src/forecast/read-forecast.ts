import { readSchema } from "@causeway/module-records";
import type { Forecast, ForecastCell, Label } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { latestForecast } from "./forecast-queue.ts";
import type { ForecastTables } from "./forecast-tables.ts";
import {
  type BodyCell,
  type ForecastBody,
  type ForecastRecord,
  forecastMonths,
} from "./make-forecast.ts";
import { monthStart } from "./months.ts";

const monthName = (ms: number) => new Date(ms).toISOString().slice(0, 7);
const noTeam: Label = { zh: "未分团队", en: "No team" };
const allTeams: Label = { zh: "全部团队", en: "All teams" };

/** The latest forecast beside the targets of its months. */
export async function readForecast(trx: WorkspaceTransaction, now: Date): Promise<Forecast> {
  const latest = await latestForecast(trx);
  const body = latest?.body ?? null;
  const firstMs = body?.firstMonthMs ?? monthStart(now.getTime());
  const months = Array.from({ length: forecastMonths }, (_, at) =>
    monthName(monthStart(firstMs, at)),
  );
  const targets = await readTargets(trx, months);
  const labels = await readLabels(trx);
  const names = [
    ...new Set([
      ...(body?.teams.map(({ team }) => team) ?? []),
      ...labels.teams.keys(),
      ...[...targets.keys()].map((key) => key.slice(8)),
    ]),
  ];
  const teams = names
    .map((team) => ({
      team,
      label: team === "" ? noTeam : (labels.teams.get(team) ?? { zh: team, en: team }),
      ...cellsOf(
        body?.teams.find((own) => own.team === team),
        team,
        months,
        targets,
      ),
    }))
    .filter(({ team, total }) => team !== "" || total.model !== null);
  return {
    state: latest === undefined ? "none" : body === null ? "too-few" : "ready",
    isComputing: await isComputing(trx),
    asOf: latest?.as_of.toISOString() ?? null,
    computedAt: latest?.computed_at.toISOString() ?? null,
    months,
    teams,
    total: body && {
      team: "",
      label: allTeams,
      months: body.months.map((cell, at) => ({
        ...cell,
        target: sumOf(teams.map((line) => line.months[at]?.target ?? null)),
      })),
      total: { ...body.total, target: sumOf(teams.map((line) => line.total.target)) },
    },
    stages: inOrder(body?.stages ?? [], [...labels.stages.keys()]).map((line) => ({
      ...line,
      label: labels.stages.get(line.stage) ?? { zh: line.stage, en: line.stage },
    })),
    scored: body?.scored ?? null,
    record: presentRecord(latest?.record ?? null),
  };
}

/** As deals pass them; stages that the business has no longer come last. */
function inOrder<Line extends { readonly stage: string }>(
  lines: readonly Line[],
  order: readonly string[],
): readonly Line[] {
  const place = ({ stage }: Line) => (order.includes(stage) ? order.indexOf(stage) : order.length);
  return lines.toSorted((one, other) => place(one) - place(other));
}

const empty = { won: 0, commit: 0, best: 0, model: null };

function cellsOf(
  own: ForecastBody["teams"][number] | undefined,
  team: string,
  months: readonly string[],
  targets: ReadonlyMap<string, number>,
): { readonly months: ForecastCell[]; readonly total: ForecastCell } {
  const cells = months.map((month, at) => ({
    ...(own?.months[at] ?? empty),
    target: targets.get(`${month} ${team}`) ?? null,
  }));
  const total: BodyCell | typeof empty = own?.total ?? empty;
  return { months: cells, total: { ...total, target: sumOf(cells.map(({ target }) => target)) } };
}

function sumOf(values: readonly (number | null)[]): number | null {
  const set = values.flatMap((value) => value ?? []);
  return set.length === 0 ? null : set.reduce((sum, value) => sum + value, 0);
}

function presentRecord(record: ForecastRecord | null): Forecast["record"] {
  return (
    record && {
      ...record,
      past: record.past.map(({ firstMonthMs, ...rest }) => ({
        month: monthName(firstMonthMs),
        ...rest,
      })),
    }
  );
}

async function readTargets(
  trx: WorkspaceTransaction,
  months: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await trx
    .$extendTables<ForecastTables>()
    .selectFrom("sales_targets")
    .select(["team", "month", "amount"])
    .where("month", "in", months)
    .execute();
  return new Map(rows.map(({ team, month, amount }) => [`${month} ${team}`, amount]));
}

async function readLabels(trx: WorkspaceTransaction) {
  const deal = objectNamed(await readSchema(trx), "deal");
  const byValue = (name: string) =>
    new Map(
      (fieldNamed(deal, name)?.options ?? []).map(({ value, label }) => [value, label] as const),
    );
  return { teams: byValue("team"), stages: byValue("stage") };
}

async function isComputing(trx: WorkspaceTransaction): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select 1 from forecast_runs
      where requested_at > now() - interval '30 minutes') as found`.execute(trx);
  return rows[0]?.found ?? false;
}
