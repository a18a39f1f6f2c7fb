export type { Intervention } from "./counterfactual/intervention.ts";
export type { Equation, Mechanism } from "./counterfactual/structural/equation.ts";
export { type Imagined, type ImaginedCase, imagine } from "./counterfactual/structural/imagine.ts";
export {
  type FittedStructure,
  fitStructuralModel,
  type NoStructuralModel,
  type StructuralModel,
  type StructuralOptions,
} from "./counterfactual/structural/structural-model.ts";
export {
  type WhatIfAnswer,
  type WhatIfQuestion,
  type WhatIfStep,
  whatIf,
} from "./counterfactual/what-if.ts";
export {
  type CategoricalColumn,
  type Column,
  type ContinuousColumn,
  createTable,
  type DataTable,
} from "./data/table.ts";
export { tableFromText } from "./data/table-from-text.ts";
export type { EdgeShares } from "./discovery/bootstrap.ts";
export type { TestChoice, TestKind } from "./discovery/choose-test.ts";
export type { ColliderRule } from "./discovery/colliders.ts";
export {
  type DiscoveredEdge,
  type Discovery,
  type DiscoveryOptions,
  type DiscoveryProgress,
  discover,
} from "./discovery/discover.ts";
export type { KnowledgeInput } from "./discovery/knowledge.ts";
export type { EdgeEvidence } from "./discovery/pair-records.ts";
export type { EdgeKind, EndMark } from "./discovery/pc.ts";
export type { DataNote } from "./discovery/prepare-table.ts";
export { Cancelled } from "./discovery/skeleton.ts";
export { adjustByGraph, type GraphAdjustment } from "./estimation/adjust-by-graph.ts";
export type { Check, Verdict } from "./estimation/check.ts";
export { type ConditionalEffects, conditionalEffects } from "./estimation/conditional-effects.ts";
export type { EffectProblem, Estimand as EffectEstimand } from "./estimation/effect-problem.ts";
export {
  type EffectAnswer,
  type EffectMethod,
  type EffectOptions,
  estimateEffect,
} from "./estimation/estimate-effect.ts";
export { type EffectQuestion, type PosedEffect, poseEffect } from "./estimation/pose-effect.ts";
export type { Contrast } from "./estimation/read-treatment.ts";
export { type UpliftCurve, type UpliftPoint, upliftCurve } from "./estimation/uplift-curve.ts";
export {
  estimateByFormula,
  type FormulaAnswer,
  type FormulaQuestion,
} from "./formula/estimate-by-formula.ts";
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
export { type EventChainOptions, findEventChains } from "./lags/event-chains.ts";
export type { CustomerEvents, Delay, EventLink } from "./lags/event-log.ts";
export {
  findLaggedCauses,
  type LaggedLink,
  type LaggedOptions,
} from "./lags/find-lagged-causes.ts";
