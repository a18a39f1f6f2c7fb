import { baseLogLoss, type TrainingReport } from "@causeway/engine-learning";
import type { Label } from "@causeway/platform-contract";

/** What to say of a usable version whose probabilities do worse than the share of all cases would; undefined of all others. */
export function orderOnly({
  verdict,
  judgement: { metrics },
}: Pick<TrainingReport, "verdict" | "judgement">): Label | undefined {
  const { logLoss, baseRate } = metrics;
  if (verdict === "no-signal" || logLoss === undefined || baseRate === undefined) return undefined;
  if (logLoss <= baseLogLoss(baseRate)) return undefined;
  const share = `${(100 * baseRate).toFixed(1)}%`;
  return {
    zh: `在没见过的记录上，它给出的概率还不如一律说 ${share} 准：只用它的先后顺序，不要用概率。`,
    en: `On records it never saw its probabilities do worse than saying ${share} of each: use its order, not its probabilities.`,
  };
}
