import type { DemoProgress, PredictionSummary } from "@causeway/platform-contract";

/** What leads wait for before most of them have their first grade. */
export type Computing = "training" | "scoring" | null;

/** What is computed now so that leads get their first grades; null where nothing is, or where they have them. */
export function computingOf(
  predictions: readonly PredictionSummary[],
  demo: Pick<DemoProgress, "state" | "phase"> | undefined,
): Computing {
  const ofLeads = predictions.filter(({ object }) => object === "lead");
  // Later every lead waits for a new score now and then, and has its last one meanwhile.
  const isFirst = ofLeads.some(
    ({ current, waiting, scored }) => current !== null && waiting > scored,
  );
  if (isFirst) return "scoring";
  if (ofLeads.some(({ scored }) => scored > 0)) return null;
  const isTraining = ofLeads.some(({ training }) => training !== null && !training.cancelled);
  return isTraining || (demo?.state === "running" && demo.phase === "training") ? "training" : null;
}
