import { marketParameters } from "./parameters.ts";

/** An arrow of the true causal graph; `lagDays` where the effect follows after a delay. */
export interface CausalArrow {
  readonly from: string;
  readonly to: string;
  readonly effect: "raises" | "lowers";
  readonly lagDays?: number;
}

const { supplyChain } = marketParameters;

/** The planted chain, dealer by dealer, with its mean delays. */
export const chainArrows: readonly CausalArrow[] = [
  {
    from: "inquirySurge",
    to: "stockAlarm",
    effect: "raises",
    lagDays: supplyChain.surgeToAlarm.meanDays,
  },
  {
    from: "stockAlarm",
    to: "logisticsDelay",
    effect: "raises",
    lagDays: supplyChain.alarmToDelay.meanDays,
  },
  {
    from: "logisticsDelay",
    to: "customerLost",
    effect: "raises",
    lagDays: supplyChain.delayToLoss.meanDays,
  },
];

/** What decides a lead in the base market. `interest` is latent. */
export const leadArrows: readonly CausalArrow[] = [
  ...["pricingViews", "comparisonViews", "certificationViews", "replies"].flatMap(
    (views): readonly CausalArrow[] => [
      { from: "interest", to: views, effect: "raises" },
      { from: views, to: "won", effect: "raises" },
    ],
  ),
  { from: "interest", to: "won", effect: "raises" },
  { from: "rank", to: "won", effect: "raises" },
  { from: "industry", to: "won", effect: "raises" },
  { from: "industry", to: "certificationViews", effect: "raises" },
  { from: "size", to: "won", effect: "raises" },
  { from: "source", to: "won", effect: "raises" },
  { from: "source", to: "scanned", effect: "raises" },
  { from: "scanned", to: "won", effect: "raises" },
  { from: "tender", to: "won", effect: "raises" },
  { from: "hiring", to: "won", effect: "raises" },
  { from: "careersViews", to: "won", effect: "lowers" },
  { from: "pricingViews", to: "packageSent", effect: "raises" },
  { from: "comparisonViews", to: "packageSent", effect: "raises" },
  { from: "region", to: "packageSent", effect: "raises" },
  { from: "packageSent", to: "won", effect: "raises" },
  { from: "packageHours", to: "won", effect: "lowers" },
  { from: "responseHours", to: "won", effect: "lowers" },
  { from: "pricingViews", to: "sampleCut", effect: "raises" },
  { from: "size", to: "sampleCut", effect: "raises" },
  { from: "sampleCut", to: "won", effect: "raises" },
];

/** What decides a renewal. `satisfaction` and `quality` are latent. */
export const retentionArrows: readonly CausalArrow[] = [
  { from: "quality", to: "tickets", effect: "lowers" },
  { from: "tickets", to: "unresolved", effect: "raises" },
  { from: "tickets", to: "serviceVisit", effect: "raises", lagDays: 30 },
  { from: "tickets", to: "satisfaction", effect: "lowers" },
  { from: "unresolved", to: "satisfaction", effect: "lowers" },
  { from: "lateParts", to: "satisfaction", effect: "lowers" },
  { from: "serviceVisit", to: "satisfaction", effect: "raises" },
  { from: "satisfaction", to: "usage", effect: "raises" },
  { from: "satisfaction", to: "survey", effect: "raises" },
  { from: "usage", to: "orderAmount", effect: "raises" },
  { from: "satisfaction", to: "contractLost", effect: "lowers", lagDays: 180 },
  { from: "usage", to: "contractLost", effect: "lowers", lagDays: 180 },
  { from: "unresolved", to: "contractLost", effect: "raises", lagDays: 180 },
  { from: "championLeft", to: "contractLost", effect: "raises", lagDays: 180 },
  { from: "equityChange", to: "contractLost", effect: "raises", lagDays: 180 },
];
