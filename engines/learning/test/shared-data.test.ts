import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { seededRandom } from "@causeway/kernel";
import { describe, expect, it } from "vitest";
import {
  createDataset,
  type Dataset,
  findLeaks,
  findSuspects,
  inferColumn,
  selectColumns,
  type TrainingReport,
  type TrainOptions,
  trainPrediction,
  withOutcome,
} from "../src/index.ts";

// Real public data, read where they lie; without them the suite is skipped, and its name says where they were sought.
const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = resolve(root, process.env["CAUSEWAY_TEST_DATA"] ?? "../shared/data");
const present = existsSync(join(folder, "telco"));

function read(path: string, separator: string) {
  const bytes = readFileSync(join(folder, path));
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  // None of these files quotes a separator or a line end.
  const rows = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(separator).map((cell) => cell.replaceAll('"', "")));
  const [names = [], ...cells] = rows;
  return { names, column: (name: string) => cells.map((row) => row[names.indexOf(name)] ?? "") };
}

function load(path: string, separator: string, target: string, outcome: (text: string) => number) {
  const table = read(path, separator);
  const columns = table.names
    .filter((name) => name !== target)
    .map((name) => inferColumn(name, table.column(name)).column);
  return withOutcome(createDataset(columns), Float64Array.from(table.column(target), outcome));
}

const yes = (text: string) => (text.toLowerCase() === "yes" ? 1 : 0);
const telco = () => load("telco/telco_churn.csv", ",", "Churn", yes);
const bank = () => load("bank/bank-additional-full.csv.gz", ";", "y", yes);
const maven = () =>
  load("maven_crm/sales_pipeline.csv", ",", "deal_stage", (stage) =>
    stage === "Won" ? 1 : stage === "Lost" ? 0 : Number.NaN,
  );

function train(
  { dataset, target }: { readonly dataset: Dataset; readonly target: Float64Array },
  without: readonly string[],
  more: Partial<TrainOptions> = {},
): TrainingReport {
  return trainPrediction(
    selectColumns(dataset, (name) => !without.includes(name)),
    target,
    {
      task: { kind: "binary" },
      targetName: "y",
      classes: ["no", "yes"],
      random: seededRandom(1),
      ...more,
    },
  );
}

const suspects = (dataset: Dataset, target: Float64Array) =>
  findSuspects(dataset, target, { kind: "binary" }, { random: seededRandom(1), targetName: "y" });

describe.runIf(present)(`on public data in ${folder}`, { timeout: 600_000 }, () => {
  it("trainPrediction() reaches the published score on the telco customers, and is calibrated", () => {
    const { metrics } = train(telco(), ["customerID"]).judgement;
    expect(metrics.auc).toBeGreaterThanOrEqual(0.845);
    expect(metrics.ece).toBeLessThanOrEqual(0.02);
  });

  it("trainPrediction() reaches the published score on the bank's calls without their duration", () => {
    const report = train(bank(), ["duration"], { recipe: "boosting" });
    expect(report.judgement.metrics.auc).toBeGreaterThanOrEqual(0.8);
    expect(report.judgement.metrics.ece).toBeLessThanOrEqual(0.02);
    expect(report.suspects).toEqual([]);
  });

  it("trainPrediction() reports that the bank's calls drift along time", () => {
    const calls = bank();
    const times = Float64Array.from(calls.target.keys());
    const { dataset } = calls;
    const few = selectColumns(dataset, (name) => ["age", "euribor3m", "month"].includes(name));
    const { drift } = train({ ...calls, dataset: few }, [], { recipe: "logistic", times });
    expect(drift?.drifted).toBe(true);
    expect(drift?.columns[0]?.psi).toBeGreaterThan(0.25);
  });

  it("trainPrediction() says no-signal on the deals of the CRM sales sample, later ones judged by earlier", () => {
    const deals = maven();
    const engaged = deals.dataset.columns.find(({ name }) => name === "engage_date");
    if (engaged?.kind !== "numeric") throw new TypeError("dates expected");
    const report = train(deals, ["opportunity_id", "close_date", "close_value"], {
      times: engaged.values,
    });
    expect(report.verdict).toBe("no-signal");
  });

  it("findSuspects() asks about the duration of a call, also when every column is renamed", () => {
    const { dataset, target } = bank();
    expect(suspects(dataset, target).map(({ column }) => column)).toEqual(["duration"]);
    const position = dataset.columns.findIndex(({ name }) => name === "duration");
    const columns = dataset.columns.map((column, place) => ({ ...column, name: `c${place}` }));
    const renamed = suspects(createDataset(columns), target);
    expect(renamed.map(({ column }) => column)).toEqual([`c${position}`]);
    expect(renamed[0]?.reason.code).toBe("far-stronger");
  });

  it("findSuspects() asks over all tables with an outcome about identifiers and late knowledge, and hardly about anything else", () => {
    const number = (text: string) => (text === "" ? Number.NaN : Number(text));
    const found = [
      telco(),
      load("hillstrom/hillstrom.csv.gz", ",", "visit", number),
      load("k401/data401k.csv", ",", "net_tfa", number),
      load("k401/data401k.csv", ",", "e401", number),
      load("lottery/d.csv", ",", "winner", number),
      load("lalonde/nsw.csv", ",", "treat", number),
      load("lalonde/nsw.csv", ",", "re78", number),
      load("lalonde/cps_controls.csv", ",", "re78", number),
    ].flatMap(({ dataset, target }) => {
      const leaks = findLeaks(dataset, target).map(({ column }) => column);
      const kept = selectColumns(dataset, (name) => !leaks.includes(name));
      const kind = new Set(target).size === 2 ? "binary" : "regression";
      const options = { random: seededRandom(1), targetName: "y" };
      return findSuspects(kept, target, { kind }, options).map(({ column }) => column);
    });
    // An identifier, what follows from the outcome (a purchase from a visit, a large prize from a prize).
    expect(found.toSorted()).toEqual(["bigwinner", "conversion", "customerID"]);
  });

  it("findLeaks() drops the amount of a deal that was won, and nothing of the customers", () => {
    const customers = telco();
    expect(findLeaks(customers.dataset, customers.target)).toEqual([]);
    const deals = maven();
    expect(findLeaks(deals.dataset, deals.target).map(({ column }) => column)).toEqual([
      "close_value",
    ]);
  });
});
