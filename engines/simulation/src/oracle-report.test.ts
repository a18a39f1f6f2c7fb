import { expect, it } from "vitest";
import { simulateMarket } from "./market.ts";
import { oracleReport } from "./oracle-report.ts";

it("oracleReport() says the market and one figure for every target", () => {
  const market = simulateMarket({
    seed: 1,
    customers: 120,
    months: 18,
    startMs: Date.UTC(2024, 0, 1),
    locale: "en",
  });
  const report = oracleReport(market, { quarterStarts: [12], branches: 2 });
  expect(report[0]).toBe("market: 120 customers, 18 months, seed 1, base");
  expect(report).toHaveLength(4);
  for (const line of report.slice(1)) expect(line).toMatch(/\d+\.\d %/);
});
