export type { LinkTable } from "./columns/link-table.ts";
export { type ColumnKind, columnKinds } from "./comparators/registry.ts";
export { type Evidence, explainPair, type PairExplanation, pairExplainer } from "./explain-pair.ts";
export {
  type FieldWeights,
  type LearnedWeights,
  type LearnRules,
  learnWeights,
  type RelativesInWords,
  relativesInWords,
  type ShareOf,
  type WeightInWords,
  weighPairs,
  weightsInWords,
} from "./learned-weights.ts";
export { type LinkOptions, type LinkResult, link } from "./link.ts";
export type { LinkRules } from "./plan-link.ts";
