import type { Forecast, ForecastCell, Locale } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { forecastQuery } from "../api/forecast-queries.ts";
import { formatMoment, formatMonthOf } from "../format/dates.ts";
import { formatMoney, formatPercent } from "../format/numbers.ts";
import { InsightTabs } from "../insight/insight-tabs.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import "./forecast.css";
import { ForecastRecord } from "./forecast-record.tsx";
import { MoneyEstimate } from "./money-estimate.tsx";
import { type Reach, reachOf } from "./reach-of.ts";
import { StageTable } from "./stage-table.tsx";
import { TargetCell } from "./target-cell.tsx";

type Line = Forecast["teams"][number];

function cellOf(line: Line, month: number): ForecastCell {
  return line.months[month] ?? line.total;
}

function reachSays({ share }: Reach): string {
  return share === null ? "—" : formatPercent(share);
}

function moneyOf(amount: number | null, locale: Locale): string {
  return amount === null ? "—" : formatMoney(amount, locale);
}

function Figures({ cell, reach }: { readonly cell: ForecastCell; readonly reach: Reach }) {
  const { t, locale } = useTexts();
  const figures = [
    [t("forecast.won"), formatMoney(cell.won, locale)],
    [t("forecast.commit"), formatMoney(cell.commit, locale)],
    [t("forecast.best"), formatMoney(cell.best, locale)],
    [t("forecast.target"), moneyOf(cell.target, locale)],
    [t("forecast.reach"), reachSays(reach)],
  ] as const;
  const most = 1.1 * Math.max(cell.model?.high ?? 0, cell.target ?? 0, cell.best, 1);
  return (
    <section className="panel forecast-figures">
      <div>
        <span className="t12 t3">
          {t("forecast.model")} · {t("forecast.interval")}
        </span>
        <div className="figure">
          <MoneyEstimate
            name={t("forecast.model")}
            estimate={cell.model}
            most={most}
            gate={reach.isPartial ? null : cell.target}
            width={200}
          />
        </div>
      </div>
      {figures.map(([name, value]) => (
        <div key={name}>
          <span className="t12 t3">{name}</span>
          <div className="figure">{value}</div>
        </div>
      ))}
    </section>
  );
}

interface TeamTableProps {
  readonly forecast: Forecast;
  /** Place of the month chosen; past the last for all of them. */
  readonly month: number;
  readonly mayEdit: boolean;
}

function TeamTable({ forecast, month, mayEdit }: TeamTableProps) {
  const { t, label, locale } = useTexts();
  const lines = [...forecast.teams, ...(forecast.total ? [forecast.total] : [])];
  const most =
    1.1 * Math.max(1, ...forecast.teams.map((line) => cellOf(line, month).model?.high ?? 0));
  const name = forecast.months[month];
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("forecast.team")}</th>
          <th className="number">{t("forecast.target")}</th>
          <th className="number">{t("forecast.won")}</th>
          <th className="number">{t("forecast.commit")}</th>
          <th className="number">{t("forecast.best")}</th>
          <th>
            {t("forecast.model")} · {t("forecast.interval")}
          </th>
          <th className="number">{t("forecast.reach")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const cell = cellOf(line, month);
          const isSum = line === forecast.total;
          const reach = reachOf(isSum ? forecast.teams : [line], month);
          return (
            <tr key={isSum ? "all" : `team ${line.team}`} className={isSum ? "sum" : undefined}>
              <td>{label(line.label)}</td>
              <td className="number">
                {mayEdit && !isSum && name !== undefined ? (
                  <TargetCell
                    key={`${line.team} ${name}`}
                    team={line.team}
                    teamName={label(line.label)}
                    month={name}
                    amount={cell.target}
                  />
                ) : (
                  moneyOf(cell.target, locale)
                )}
              </td>
              <td className="number">{formatMoney(cell.won, locale)}</td>
              <td className="number">{formatMoney(cell.commit, locale)}</td>
              <td className="number">{formatMoney(cell.best, locale)}</td>
              <td>
                <MoneyEstimate
                  name={label(line.label)}
                  estimate={cell.model}
                  most={isSum ? most * Math.max(1, forecast.teams.length) : most}
                  gate={reach.isPartial ? null : cell.target}
                />
              </td>
              <td className="number">{reachSays(reach)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Content({ forecast }: { readonly forecast: Forecast }) {
  const { t, locale } = useTexts();
  const { role } = useWorkspace();
  const search = useSearch({ from: "/w/$workspace/insight/forecast" });
  const change = useSearchChange<typeof search>();
  const chosen = forecast.months.indexOf(search.month ?? "");
  const month = chosen < 0 ? forecast.months.length : chosen;
  const mayEdit = isAtLeast(role, "admin");
  const reach = reachOf(forecast.teams, month);
  return (
    <>
      {forecast.total ? (
        <Figures cell={cellOf(forecast.total, month)} reach={reach} />
      ) : (
        <section className="panel">
          <h2>{t("forecast.tooFew")}</h2>
          <p className="t13 t2">{t("forecast.tooFewHint")}</p>
        </section>
      )}
      <section className="panel">
        <div className="row">
          <fieldset className="segments" aria-label={t("forecast.period")}>
            <button
              type="button"
              aria-pressed={chosen < 0}
              onClick={() => change({ month: undefined })}
            >
              {t("forecast.all")}
            </button>
            {forecast.months.map((name) => (
              <button
                key={name}
                type="button"
                aria-pressed={name === search.month}
                onClick={() => change({ month: name })}
              >
                {formatMonthOf(name, locale)}
              </button>
            ))}
          </fieldset>
          {mayEdit && chosen < 0 && <span className="t12 t3">{t("forecast.targetHint")}</span>}
        </div>
        <TeamTable forecast={forecast} month={month} mayEdit={mayEdit} />
        <p className="t12 t3 forecast-note">
          {reach.isPartial && <>{t("forecast.reachPartly")} </>}
          {t("forecast.bars")}
          {forecast.scored && forecast.scored.deals > 0 && (
            <> {t("forecast.scored", forecast.scored)}</>
          )}
        </p>
      </section>
      <div className="forecast-columns">
        {forecast.stages.length > 0 && <StageTable stages={forecast.stages} />}
        {forecast.record && forecast.record.quarters > 0 && (
          <ForecastRecord record={forecast.record} />
        )}
      </div>
    </>
  );
}

/** What will be won by month, team and stage, against targets, and how right the forecasts have been. */
export function ForecastPage() {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(forecastQuery(id));
  const refresh = useMutation({
    mutationFn: () => tell(`/api/w/${id}/forecast/refresh`, { method: "POST" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "scores", "forecast"] }),
  });
  const isBusy = refresh.isPending || Boolean(data?.isComputing);
  const asOf = data?.asOf
    ? t("forecast.asOf", { time: formatMoment(new Date(data.asOf), locale, new Date()) })
    : t("forecast.hint");
  return (
    <>
      <PageTop
        title={t("forecast.title")}
        area={t("shell.insight")}
        hint={asOf}
        switches={<InsightTabs current="forecast" />}
      >
        {(isBusy || (data && data.state !== "none")) && (
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() => refresh.mutate()}
          >
            {isBusy ? t("forecast.computing") : t("forecast.refresh")}
          </button>
        )}
      </PageTop>
      <div className="columns">
        <div className="body">
          {(error ?? refresh.error) && (
            <ProblemBox error={error ?? refresh.error} onRetry={() => void refetch()} />
          )}
          {!data && !error && <Skeleton rows={8} />}
          {data?.state === "none" && !isBusy && (
            <EmptyState title={t("forecast.none")} hint={t("forecast.noneHint")}>
              <button type="button" className="button primary" onClick={() => refresh.mutate()}>
                {t("forecast.begin")}
              </button>
            </EmptyState>
          )}
          {data?.state === "none" && isBusy && <Skeleton rows={8} />}
          {data && data.state !== "none" && <Content forecast={data} />}
        </div>
      </div>
    </>
  );
}
