import type { Market } from "./market.ts";
import { forecastOracle, gradeOracle, lossOracle } from "./oracle.ts";

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The oracle's figures in one line each, to be printed beside what a learner reaches on the same market. */
export function oracleReport(
  market: Market,
  options: { readonly quarterStarts: readonly number[]; readonly branches?: number },
): readonly string[] {
  const grade = gradeOracle(market);
  const loss = lossOracle(market);
  const forecast = forecastOracle(market, options);
  const { customers, months, seed, kind = "base" } = market.request;
  return [
    `market: ${customers} customers, ${months} months, seed ${seed}, ${kind}`,
    `lead grade: ${percent(grade.accuracy)} right of ${grade.leads} (won ${percent(grade.baseRate)}, majority ${percent(grade.majority)}), AUC ${grade.auc.toFixed(3)}, Brier ${grade.brier.toFixed(3)}`,
    `losses six months ahead: ${percent(loss.sensitivity)} of ${loss.losses} at ${percent(loss.falseAlarms)} false alarms`,
    `next quarter by month and team: ${percent(forecast.accuracy)} (1 − WAPE, ${forecast.quarters} quarters)`,
  ];
}
