import { expect, it } from "vitest";
import { orderOnly } from "./order-only.ts";

const judged = (logLoss: number, baseRate: number, verdict: "usable" | "no-signal" = "usable") =>
  orderOnly({
    verdict,
    judgement: {
      metrics: { logLoss, baseRate },
      leading: "auc",
      interval: { low: 0.55, high: 0.6 },
      verdict,
    },
  });

it("orderOnly() speaks where probabilities do worse than the share of all, and of usable versions only", () => {
  // Saying a half of each costs log 2 = .693, a tenth .325.
  expect(judged(0.77, 0.5)?.en).toMatch(/worse than saying 50\.0% of each/);
  expect(judged(0.33, 0.1)?.zh).toContain("10.0%");
  expect(judged(0.69, 0.5)).toBeUndefined();
  expect(judged(0.32, 0.1)).toBeUndefined();
  expect(judged(0.01, 0)?.en).toMatch(/0\.0%/);
  expect(judged(0.77, 0.5, "no-signal")).toBeUndefined();
});
