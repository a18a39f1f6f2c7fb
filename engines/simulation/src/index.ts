export { type Calendar, dayMs } from "./calendar.ts";
export type { Intervention, Unit, Variable } from "./intervention.ts";
export { branchMarket, counterfactual, type Market, simulateMarket } from "./market.ts";
export type { Branch } from "./noise.ts";
export {
  closedLeads,
  decidedContracts,
  type ForecastOracle,
  forecastOracle,
  type GradeOracle,
  gradeOracle,
  type LossOracle,
  lossOracle,
  wonAmounts,
} from "./oracle.ts";
export {
  type MarketKind,
  type MarketParameters,
  type MarketRequest,
  marketParameters,
} from "./parameters.ts";
export {
  type Company,
  type Dealer,
  type Device,
  type Person,
  type Population,
  type Rank,
  ranks,
  type Team,
  teams,
} from "./population/company.ts";
export type { CompanyHistory, Membership, Order } from "./process/company-history.ts";
export {
  type Lead,
  type LeadDrivers,
  type LeadSource,
  leadSources,
  type Relation,
} from "./process/lead.ts";
export type { CompanySignal, CompanySignalKind } from "./process/outside-signals.ts";
export type { CareMonth, Contract } from "./process/retention.ts";
export type { ChainEvent, DealerHistory } from "./process/supply-chain.ts";
export { cautiousReturns } from "./stream/cautious-returns.ts";
export {
  type EventItem,
  type EventTruth,
  type Json,
  type MarketItem,
  type OutsideSignalKind,
  type RecordItem,
  type RecordObject,
  type SegmentEvent,
  type SignalItem,
  type SourceKind,
  sourceKinds,
} from "./stream/market-item.ts";
export { marketMonth, streamMarket } from "./stream/market-stream.ts";
export { accountKey, contactKey, leadKey } from "./stream/record-changes.ts";
export { returnVisits } from "./stream/return-visits.ts";
export { type CausalArrow, chainArrows, leadArrows, retentionArrows } from "./structure.ts";
