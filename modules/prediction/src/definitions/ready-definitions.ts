import { allOf, anyOf, type Condition, where } from "@causeway/engine-conditions";
import type { NewPredictionDefinition } from "@causeway/platform-contract";

/** Conditions are stored as the JSON that they are. */
const stored = (condition: Condition): NonNullable<NewPredictionDefinition["population"]> =>
  JSON.parse(JSON.stringify(condition));

const wonLead = anyOf(
  where("outcome", "equals", "won"),
  allOf(where("outcome", "isEmpty"), where("status", "equals", "converted")),
);
const lostLead = anyOf(
  where("outcome", "equals", "lost"),
  allOf(where("outcome", "isEmpty"), where("status", "equals", "lost")),
);
const wonDeal = where("stage", "equals", "won");
const lostDeal = where("stage", "equals", "lost");

const wonDealsOfAccount = (of: string) =>
  ({
    kind: "related",
    of,
    object: "deal",
    through: "account",
    measure: "count",
    filter: stored(wonDeal),
    label: { zh: "以往赢单数", en: "Deals won before" },
  }) as const;

/** What the business's parameters make of a lead. */
export const leadParameters = [
  { kind: "parameter", of: "", parameter: "rank" },
  { kind: "parameter", of: "", parameter: "replacement-window" },
] as const;

/** Predictions that every workspace has from the start; each can be changed like one's own. */
export const readyDefinitions: readonly NewPredictionDefinition[] = [
  {
    name: "lead-grade",
    label: { zh: "线索评级", en: "Lead grade" },
    object: "lead",
    moment: { kind: "created", afterDays: [0, 3, 7, 21] },
    outcome: {
      kind: "condition",
      condition: stored(wonLead),
      otherwise: stored(lostLead),
      horizonDays: 90,
      dateField: "closed_at",
    },
    features: [
      { kind: "fields", of: "" },
      { kind: "contact-details" },
      { kind: "age" },
      { kind: "field-history", field: "status" },
      { kind: "behaviour-set", of: "" },
      { kind: "fields", of: "company", names: ["size", "industry", "city"] },
      { kind: "signal", of: "company", signal: "tender", days: 60 },
      { kind: "signal", of: "company", signal: "job-posting", days: 90 },
      wonDealsOfAccount("company"),
      ...leadParameters,
    ],
    graded: true,
    promotion: "when-better",
  },
  {
    name: "win-probability",
    label: { zh: "赢单概率", en: "Win probability" },
    object: "deal",
    moment: { kind: "changed", field: "stage" },
    outcome: {
      kind: "condition",
      condition: stored(wonDeal),
      otherwise: stored(lostDeal),
      horizonDays: 180,
      dateField: "closed_at",
    },
    features: [
      { kind: "fields", of: "" },
      { kind: "age" },
      { kind: "field-history", field: "stage" },
      { kind: "fields", of: "account", names: ["size", "industry", "region"] },
      { kind: "fields", of: "contact", names: ["rank"] },
      { kind: "fields", of: "product", names: ["name"] },
      { kind: "behaviour-set", of: "account" },
      { kind: "signal", of: "account", signal: "tender", days: 60 },
      wonDealsOfAccount("account"),
    ],
    promotion: "when-better",
  },
  {
    name: "stage-survival",
    label: { zh: "阶段停留", en: "Stage survival" },
    object: "deal",
    population: stored(where("stage", "notIn", ["won", "lost"])),
    moment: { kind: "changed", field: "stage" },
    outcome: { kind: "leaves", field: "stage", horizonDays: 90, curve: true },
    features: [
      { kind: "fields", of: "" },
      { kind: "age" },
      { kind: "field-history", field: "stage" },
      { kind: "fields", of: "account", names: ["size", "industry"] },
      { kind: "behaviour-set", of: "account" },
    ],
    promotion: "when-better",
  },
  {
    name: "time-to-close",
    label: { zh: "结单时间", en: "Time to close" },
    object: "deal",
    moment: { kind: "changed", field: "stage" },
    outcome: {
      kind: "condition",
      condition: stored(where("stage", "in", ["won", "lost"])),
      horizonDays: 180,
      dateField: "closed_at",
      curve: true,
    },
    features: [
      { kind: "fields", of: "" },
      { kind: "age" },
      { kind: "field-history", field: "stage" },
      { kind: "fields", of: "account", names: ["size", "industry"] },
      { kind: "behaviour-set", of: "account" },
    ],
    promotion: "when-better",
  },
  {
    name: "deal-amount",
    label: { zh: "成交金额", en: "Deal amount" },
    object: "deal",
    moment: { kind: "created", afterDays: [0] },
    outcome: {
      kind: "number",
      field: "amount",
      when: stored(wonDeal),
      otherwise: stored(lostDeal),
      dateField: "closed_at",
    },
    features: [
      { kind: "fields", of: "" },
      { kind: "fields", of: "account", names: ["size", "industry", "region"] },
      { kind: "fields", of: "product", names: ["name"] },
      wonDealsOfAccount("account"),
    ],
    promotion: "when-better",
  },
  {
    name: "renewal-risk",
    label: { zh: "续约风险", en: "Renewal risk" },
    object: "contract",
    moment: { kind: "date", field: "ends_on", offsetDays: [-180, -120, -60, -30] },
    outcome: {
      kind: "condition",
      condition: stored(where("status", "equals", "lost")),
      otherwise: stored(where("status", "equals", "renewed")),
      horizonDays: 190,
    },
    features: [
      { kind: "fields", of: "" },
      { kind: "age" },
      { kind: "fields", of: "account", names: ["size", "industry", "region"] },
      { kind: "behaviour-set", of: "account" },
      windowOf("ticket opened", "count", 180, "近 180 天工单", "Tickets, last 180 days"),
      windowOf("ticket escalated", "count", 180, "近 180 天工单升级", "Escalations, last 180 days"),
      windowOf(
        "survey answered",
        "mean",
        180,
        "近 180 天调查评分",
        "Survey score, 180 days",
        "score",
      ),
      windowOf(
        "machine heartbeat",
        "mean",
        30,
        "近 30 天开机时数",
        "Hours of use, 30 days",
        "beamHours",
      ),
      windowOf(
        "machine heartbeat",
        "mean",
        120,
        "近 120 天开机时数",
        "Hours of use, 120 days",
        "beamHours",
      ),
      windowOf("service visit done", "count", 180, "近 180 天上门服务", "Service visits, 180 days"),
      windowOf(
        "spare part delayed",
        "count",
        180,
        "近 180 天备件延迟",
        "Late spare parts, 180 days",
      ),
      { kind: "signal", of: "account", signal: "equity-change", days: 180 },
      wonDealsOfAccount("account"),
    ],
    promotion: "when-better",
  },
];

/** A window over the events of the contract's account. */
function windowOf(
  event: string,
  measure: "count" | "mean",
  days: number,
  zh: string,
  en: string,
  fact: string | null = null,
) {
  const touchpoint = { event };
  return {
    kind: "behaviour",
    of: "account",
    touchpoint,
    measure,
    fact,
    days,
    label: { zh, en },
  } as const;
}
