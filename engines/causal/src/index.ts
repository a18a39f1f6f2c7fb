export type { Check, Verdict } from "./estimation/check.ts";
export type { EffectProblem, Estimand as EffectEstimand } from "./estimation/effect-problem.ts";
export {
  type EffectAnswer,
  type EffectMethod,
  type EffectOptions,
  estimateEffect,
} from "./estimation/estimate-effect.ts";
export { findAdjustmentSet, isAdjustmentSet } from "./identification/adjustment.ts";
export type { Advice, ExperimentSize } from "./identification/advise.ts";
export type { Estimand } from "./identification/estimand.ts";
export { estimandLatex, estimandText } from "./identification/format-estimand.ts";
export {
  type Identified,
  identifyEffect,
  type Method,
  type NotIdentified,
} from "./identification/identify.ts";
export { findInstruments, type Instrument } from "./identification/instruments.ts";
export { proveEstimand, type Query } from "./identification/prove-estimand.ts";
