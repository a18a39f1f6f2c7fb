import { expect, it } from "vitest";
import { simulateMarket } from "./market.ts";
import { forecastOracle, gradeOracle, lossOracle } from "./oracle.ts";

const seeds = [11, 12, 13];
const markets = seeds.map((seed) =>
  simulateMarket({
    seed,
    customers: 5000,
    months: 36,
    startMs: Date.UTC(2023, 0, 1),
    locale: "zh",
  }),
);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

it("gradeOracle() is right in 78–84 % of leads at a base rate of 40–50 %", () => {
  for (const market of markets) {
    const oracle = gradeOracle(market);
    expect(oracle.leads).toBeGreaterThan(8000);
    expect(oracle.baseRate).toBeGreaterThan(0.4);
    expect(oracle.baseRate).toBeLessThan(0.5);
    expect(oracle.accuracy).toBeGreaterThan(0.78);
    expect(oracle.accuracy).toBeLessThan(0.84);
    expect(oracle.auc).toBeGreaterThan(oracle.accuracy);
    expect(oracle.brier).toBeLessThan(oracle.baseRate * (1 - oracle.baseRate));
  }
});

it("lossOracle() sees 90–94 % of valuable losses six months ahead at 15 % false alarms", () => {
  const oracles = markets.map((market) => lossOracle(market));
  for (const oracle of oracles) {
    expect(oracle.losses).toBeGreaterThan(300);
    expect(oracle.falseAlarms).toBeLessThanOrEqual(0.15);
    expect(oracle.sensitivity).toBeGreaterThan(0.88);
    expect(oracle.sensitivity).toBeLessThan(0.95);
  }
  const sensitivity = mean(oracles.map((oracle) => oracle.sensitivity));
  expect(sensitivity).toBeGreaterThan(0.9);
  expect(sensitivity).toBeLessThan(0.94);
});

it("forecastOracle() forecasts the next quarter by month and team at 94–97 %", {
  timeout: 120_000,
}, () => {
  const accuracy = mean(
    markets.map((market) => forecastOracle(market, { quarterStarts: [27], branches: 16 }).accuracy),
  );
  expect(accuracy).toBeGreaterThan(0.94);
  expect(accuracy).toBeLessThan(0.97);
});
