import type { Forecast } from "@causeway/platform-contract";
import { formatMonthOf } from "../format/dates.ts";
import { formatMoney, formatPercent } from "../format/numbers.ts";
import { ReasonButton } from "../parts/reason-button.tsx";
import { type TextKey, useTexts } from "../texts/text.ts";
import { MoneyEstimate } from "./money-estimate.tsx";

type Record = NonNullable<Forecast["record"]>;

const figures: readonly { readonly name: "accuracy" | "smoothing" | "coverage"; text: TextKey }[] =
  [
    { name: "accuracy", text: "forecast.accuracy" },
    { name: "smoothing", text: "forecast.rival" },
    { name: "coverage", text: "forecast.coverage" },
  ];

/** Forecasts of the past beside what happened. */
export function ForecastRecord({ record }: { readonly record: Record }) {
  const { t, locale } = useTexts();
  const most =
    1.05 * Math.max(1, ...record.past.map(({ forecast, won }) => Math.max(forecast.high, won)));
  return (
    <section>
      <h2>{t("forecast.record")}</h2>
      <p className="t12 t3">{t("forecast.recordHint", { count: record.quarters })}</p>
      <div className="forecast-figures">
        {figures.map(({ name, text }) => (
          <div key={name}>
            <span className="t12 t3">{t(text)}</span>
            <div className="figure">
              {record[name] === null ? "—" : formatPercent(record[name])}
            </div>
          </div>
        ))}
      </div>
      <table className="plain">
        <thead>
          <tr>
            <th>{t("forecast.from")}</th>
            <th>{t("forecast.forecast")}</th>
            <th className="number">{t("forecast.actual")}</th>
            <th className="number">{t("forecast.off")}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {record.past.map(({ month, kind, forecast, won }) => (
            <tr key={month}>
              <td className="nowrap">{formatMonthOf(month, locale)}</td>
              <td>
                <MoneyEstimate name={month} estimate={forecast} most={most} base={won} width={80} />
              </td>
              <td className="number">{formatMoney(won, locale)}</td>
              <td className="number">
                {won > 0 ? formatPercent(Math.abs(forecast.mean - won) / won) : "—"}
              </td>
              <td className="t12 t3 nowrap">
                {kind === "replayed" ? (
                  <ReasonButton className="ask" lines={[t("forecast.replayedHint")]}>
                    {t("forecast.replayed")}
                  </ReasonButton>
                ) : (
                  t(`forecast.${kind}`)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
