export {
  type BehaviourFeatures,
  behaviourFeatures,
  behaviourFeaturesOfRecords,
} from "./features/behaviour-features.ts";
export { behaviourWindow, type WindowInput } from "./features/behaviour-window.ts";
export {
  type BehaviourFeature,
  behaviourFeatureDefinitions,
} from "./features/feature-definitions.ts";
export {
  type PlacedTouchpoint,
  type TouchpointHappening,
  touchpointHappening,
} from "./features/touchpoint-happening.ts";
export { touchpointKeys } from "./features/touchpoint-key.ts";
export { readHeatCell } from "./heat-map/read-heat-cell.ts";
export { readHeatMap } from "./heat-map/read-heat-map.ts";
export { twinMigrations } from "./migrations.ts";
export { moveTouchpoints } from "./move-touchpoints.ts";
export { pageTierRoutes } from "./page-tiers/page-tier-routes.ts";
export { topicTiers } from "./page-tiers/page-tier-rules.ts";
export { type BinnedRange, readBinnedTimeline } from "./queries/binned-timeline.ts";
export { plannedTier } from "./queries/planned-tier.ts";
export { readRawEvent } from "./queries/raw-event.ts";
export { readTwin } from "./queries/read-twin.ts";
export { subjectProfiles } from "./queries/subject.ts";
export { readTimeline, type TimelineRange } from "./queries/timeline.ts";
export { readTimelineMarks, type TimelineMark } from "./queries/timeline-marks.ts";
export type { TwinTables } from "./tables.ts";
export { detailOf, titleOf } from "./touchpoint/describe-touchpoint.ts";
export { readTouchpoint, type TouchpointFacts } from "./touchpoint/read-touchpoint.ts";
export { twinPersonalData } from "./twin-personal-data.ts";
export { twinProjection } from "./twin-projection.ts";
export { type TwinDependencies, twinRoutes } from "./twin-routes.ts";
export { uncountTouchpoints } from "./uncount-touchpoints.ts";
export { pageTopics } from "./vocabulary/page-topics.ts";
export { describeEvent, typeLabel } from "./vocabulary/type-label.ts";
export { calibrateWeights } from "./weights/calibrate-weights.ts";
export { previewRule } from "./weights/preview-rule.ts";
export { readLiveWeights } from "./weights/read-live-weights.ts";
export { onTagCrossing, type TagCrossingListener } from "./weights/tag-crossing.ts";
export { weightRoutes } from "./weights/weight-routes.ts";
export {
  boundRule,
  readWeightRules,
  removeWeightRule,
  saveWeightRule,
} from "./weights/weight-rules.ts";
export { type TagCrossing, weightsProjection } from "./weights/weights-projection.ts";
