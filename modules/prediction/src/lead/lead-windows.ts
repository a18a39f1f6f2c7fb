import type { WindowFeature } from "@causeway/engine-learning";
import { behaviourFeatureDefinitions } from "@causeway/module-twin";

/** The counts that describe a lead's behaviour in the twin, for happenings in memory. */
export const leadBehaviourWindows: readonly WindowFeature[] = behaviourFeatureDefinitions.flatMap(
  ({ name, counts }) => (counts ? [{ name, aggregate: "count" as const, ...counts }] : []),
);

/** News of the lead's company. */
export const leadSignalWindows: readonly WindowFeature[] = [
  { name: "tenders_60d", key: "signal:tender", aggregate: "count", days: 60 },
  { name: "job_postings_90d", key: "signal:job-posting", aggregate: "count", days: 90 },
  { name: "equity_changes_180d", key: "signal:equity-change", aggregate: "count", days: 180 },
];
