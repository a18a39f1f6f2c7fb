import type { Forecast } from "@causeway/platform-contract";
import { formatMoney, formatNumber } from "../format/numbers.ts";
import { useTexts } from "../texts/text.ts";
import { MoneyEstimate } from "./money-estimate.tsx";

/** What today's open deals will bring, by the stage they are in. */
export function StageTable({ stages }: { readonly stages: Forecast["stages"] }) {
  const { t, label, locale } = useTexts();
  const most = 1.1 * Math.max(1, ...stages.map(({ model }) => model.high));
  return (
    <section>
      <h2>{t("forecast.stages")}</h2>
      <p className="t12 t3">{t("forecast.stagesHint")}</p>
      <table className="plain">
        <thead>
          <tr>
            <th>{t("forecast.stage")}</th>
            <th className="number">{t("forecast.deals")}</th>
            <th className="number">{t("forecast.amount")}</th>
            <th>{t("forecast.model")}</th>
          </tr>
        </thead>
        <tbody>
          {stages.map((line) => (
            <tr key={line.stage}>
              <td>{label(line.label)}</td>
              <td className="number">{formatNumber(line.deals, locale)}</td>
              <td className="number">{formatMoney(line.amount, locale)}</td>
              <td>
                <MoneyEstimate
                  name={label(line.label)}
                  estimate={line.model}
                  most={most}
                  width={80}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
