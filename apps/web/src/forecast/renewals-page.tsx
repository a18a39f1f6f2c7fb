import type { Renewal, Renewals } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { renewalsQuery } from "../api/forecast-queries.ts";
import { formatDay, formatMoment } from "../format/dates.ts";
import { formatMoney, formatNumber, formatPercent, formatRange } from "../format/numbers.ts";
import "../prediction/grade-cell.css";
import { InsightTabs } from "../insight/insight-tabs.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { IntervalRuler } from "../parts/interval-ruler.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { NextStep } from "../shell/next-step.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import "./forecast.css";

function Buckets({ buckets }: { readonly buckets: Renewals["buckets"] }) {
  const { t, locale } = useTexts();
  return (
    <section className="panel forecast-figures">
      {buckets.map(({ withinDays, contracts, amount, atRisk, unscored }, place) => (
        <div key={withinDays}>
          <span className="t12 t3">
            {t(place === 0 ? "forecast.within" : "forecast.between", {
              from: (buckets[place - 1]?.withinDays ?? 0) + 1,
              days: withinDays,
            })}
          </span>
          <div className="figure">{unscored === contracts ? "—" : formatMoney(atRisk, locale)}</div>
          <span className="t12 t2">
            {t("forecast.bucketSays", {
              contracts: formatNumber(contracts, locale),
              amount: formatMoney(amount, locale),
            })}
          </span>
        </div>
      ))}
    </section>
  );
}

function RiskCell({ risk }: Pick<Renewal, "risk">) {
  const { t } = useTexts();
  if (risk === null) return <span className="t3 nowrap">{t("forecast.notScored")}</span>;
  const value = formatPercent(risk.probability);
  const range = formatRange(risk.low, risk.high);
  return (
    <span className="money-estimate">
      <span className="score-value">{value}</span>
      <IntervalRuler
        label={`${t("forecast.risk")} ${value} (${range})`}
        estimate={{ value: risk.probability, low: risk.low, high: risk.high }}
        width={64}
        tone={risk.probability >= 0.5 ? "bad" : "ink"}
      />
      <span className="t12 t3">{range}</span>
    </span>
  );
}

function RenewalTable({ renewals }: Pick<Renewals, "renewals">) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const now = new Date();
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("forecast.contract")}</th>
          <th>{t("forecast.account")}</th>
          <th>{t("forecast.ends")}</th>
          <th className="number">{t("forecast.daysLeft")}</th>
          <th className="number">{t("forecast.amount")}</th>
          <th>
            {t("forecast.risk")} · {t("forecast.interval")}
          </th>
          <th className="number">{t("forecast.expectedLoss")}</th>
        </tr>
      </thead>
      <tbody>
        {renewals.map((renewal) => (
          <tr key={renewal.contractId}>
            <td>
              <PathLink
                path={`/w/${id}/records/contract/${renewal.contractId}`}
                className="cell-link"
              >
                {renewal.name}
              </PathLink>
            </td>
            <td>
              {renewal.accountId === null ? (
                "—"
              ) : (
                <PathLink
                  path={`/w/${id}/records/account/${renewal.accountId}`}
                  className="cell-link"
                >
                  {renewal.account ?? "—"}
                </PathLink>
              )}
            </td>
            <td className="nowrap">
              {formatDay(new Date(`${renewal.endsOn}T00:00`), locale, now)}
            </td>
            <td className="number">{renewal.daysLeft}</td>
            <td className="number">
              {renewal.amount === null ? "—" : formatMoney(renewal.amount, locale)}
            </td>
            <td>
              <RiskCell risk={renewal.risk} />
            </td>
            <td className="number">
              {renewal.risk === null || renewal.amount === null
                ? "—"
                : formatMoney(renewal.risk.probability * renewal.amount, locale)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The moment that even the oldest of the scores rests on. */
function oldestScore(renewals: readonly Renewal[]): string | undefined {
  return renewals
    .flatMap(({ risk }) => risk?.asOf ?? [])
    .toSorted()
    .at(0);
}

/** Contracts that may be lost, the dearest risk first, and how much time is left. */
export function RenewalsPage() {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const { data, error, refetch } = useQuery(renewalsQuery(id));
  const unscored = data?.buckets.reduce((sum, bucket) => sum + bucket.unscored, 0) ?? 0;
  const oldest = data && oldestScore(data.renewals);
  const isInForce = data?.renewals.some(({ risk }) => risk !== null) ?? false;
  return (
    <>
      <PageTop
        title={t("forecast.renewalsTitle")}
        area={t("shell.insight")}
        hint={
          oldest
            ? t("forecast.renewalsAsOf", {
                time: formatMoment(new Date(oldest), locale, new Date()),
              })
            : t("forecast.renewalsHint")
        }
        switches={<InsightTabs current="renewals" />}
      />
      <div className="columns">
        <div className="body">
          {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
          {!data && !error && <Skeleton rows={8} />}
          {data?.renewals.length === 0 && (
            <EmptyState title={t("forecast.noRenewals")} hint={t("forecast.noRenewalsHint")}>
              <NextStep to="file" />
            </EmptyState>
          )}
          {data && data.renewals.length > 0 && (
            <>
              <Buckets buckets={data.buckets} />
              <section className="panel">
                {unscored > 0 && (
                  <p className="t12 t3">
                    {t(isInForce ? "forecast.unscoredYet" : "forecast.unscored", {
                      count: unscored,
                    })}{" "}
                    {!isInForce && (
                      <PathLink path={`/w/${id}/insight/predictions/renewal-risk`} className="link">
                        {t("forecast.toRenewalRisk")}
                      </PathLink>
                    )}
                  </p>
                )}
                <RenewalTable renewals={data.renewals} />
              </section>
            </>
          )}
        </div>
      </div>
    </>
  );
}
