import type { DemoProgress, PredictionSummary } from "@causeway/platform-contract";

/** What leads wait for before the first of them has a grade. */
export type Computing = "training" | "scoring" | null;

/** What is computed now so that leads get their first grades; null where nothing is, or where they have them. */
export function computingOf(
  predictions: readonly PredictionSummary[],
  demo: Pick<DemoProgress, "state" | "phase"> | undefined,
): Computing {
  const ofLeads = predictions.filter(({ object }) => object === "lead");
  if (ofLeads.some(({ scored }) => scored > 0)) return null;
  // A version that found nothing is never in force: what waits is then wiped away, not scored.
  if (ofLeads.some(({ current, waiting }) => current !== null && waiting > 0)) return "scoring";
  const isTraining = ofLeads.some(({ training }) => training !== null && !training.cancelled);
  return isTraining || (demo?.state === "running" && demo.phase === "training") ? "training" : null;
}
