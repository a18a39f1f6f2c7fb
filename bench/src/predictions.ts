import { parseArgs } from "node:util";
import { type MarketKind, simulateMarket } from "@causeway/engine-simulation";
import { type ForecastResult, forecastQuarters } from "./predictions/forecast-quarters.ts";
import { type GradeResult, gradeLeads } from "./predictions/grade-leads.ts";
import { readMarket } from "./predictions/read-market.ts";
import { type LossResult, seeLosses } from "./predictions/see-losses.ts";

// The simulated company: what the product's features and models reach beside a judge who knows the true probabilities.
// node bench/src/predictions.ts [--seeds 1,2,3] [--kinds base,nonlinear,hidden-cause,drift] [--customers 5000]
//   [--branches 8] [--json]; the forecast's oracle simulates so many futures of each quarter, 0 leaves it out

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2,3,4,5,6,7,8,9,10" },
    kinds: { type: "string", default: "base" },
    customers: { type: "string", default: "5000" },
    branches: { type: "string", default: "8" },
    json: { type: "boolean", default: false },
  },
});

interface Line {
  readonly kind: MarketKind;
  readonly seed: number;
  readonly grade: GradeResult;
  readonly losses: LossResult;
  readonly forecast: ForecastResult;
}

const months = 36;
const lines: Line[] = [];
for (const kind of values.kinds.split(",") as MarketKind[]) {
  for (const seed of values.seeds.split(",").map(Number)) {
    const startMs = Date.UTC(2023, 0, 1);
    const customers = Number(values.customers);
    const market = simulateMarket({ seed, customers, months, startMs, locale: "zh", kind });
    const view = readMarket(market);
    const line = {
      kind,
      seed,
      grade: gradeLeads(market, view, 24),
      losses: seeLosses(market, view, 18),
      forecast: forecastQuarters(market, view, [24, 27, 30, 33], Number(values.branches)),
    };
    lines.push(line);
    if (values.json) console.log(JSON.stringify(line));
  }
}
if (!values.json) printTables();

function printTables(): void {
  console.log("Lead grade, A and B against C and D, won within 90 days");
  console.table(
    lines.map(({ kind, seed, grade: { oracle, ...grade } }) => ({
      kind,
      seed,
      leads: grade.leads,
      model: grade.recipe,
      majority: percent(grade.majority),
      accuracy: percent(grade.accuracy),
      oracle: percent(oracle.accuracy),
      "margin share": percent(
        (grade.accuracy - grade.majority) / (oracle.accuracy - grade.majority),
      ),
      AUC: grade.auc.toFixed(3),
      "oracle AUC": oracle.auc.toFixed(3),
      Brier: grade.brier.toFixed(3),
      "oracle Brier": oracle.brier.toFixed(3),
    })),
  );
  console.log("Valuable losses six months ahead, at 15 % false alarms");
  console.table(
    lines.map(({ kind, seed, losses }) => ({
      kind,
      seed,
      contracts: losses.contracts,
      losses: losses.losses,
      seen: percent(losses.seen),
      oracle: percent(losses.oracle.seen),
      AUC: losses.auc.toFixed(3),
      "oracle AUC": losses.oracle.auc.toFixed(3),
      "seen, threshold set before": percent(losses.beforehand.seen),
      "false alarms then": percent(losses.beforehand.falseAlarms),
    })),
  );
  console.log("Won amounts of the next quarter, four origins");
  console.table(
    lines.map(({ kind, seed, forecast }) => ({
      kind,
      seed,
      "by team": percent(forecast.byTeam),
      smoothing: percent(forecast.smoothing),
      "inside 80 %": percent(forecast.coverage),
      "by month and team": percent(forecast.byMonth),
      "oracle by month and team":
        forecast.oracleByMonth === null ? "" : percent(forecast.oracleByMonth),
    })),
  );
  const mean = (pick: (line: Line) => number) =>
    percent(lines.reduce((total, line) => total + pick(line), 0) / lines.length);
  console.log(
    `mean of ${lines.length}: lead grade ${mean(({ grade }) => grade.accuracy)} right (oracle ${mean(({ grade }) => grade.oracle.accuracy)}, majority ${mean(({ grade }) => grade.majority)}); losses seen ${mean(({ losses }) => losses.seen)} (oracle ${mean(({ losses }) => losses.oracle.seen)}); quarter by team ${mean(({ forecast }) => forecast.byTeam)}`,
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
