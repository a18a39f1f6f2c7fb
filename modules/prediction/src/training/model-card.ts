import type { Label, ModelCard } from "@causeway/platform-contract";
import type { LeadFeature } from "../lead/lead-features.ts";
import type { LeadTrainingResult } from "./train-lead-model.ts";
import type { TrainingSet } from "./training-set.ts";

export interface CardFacts {
  readonly id: string;
  readonly version: number;
  readonly trainedAt: Date;
  readonly set: Pick<TrainingSet, "leads" | "won" | "isFirst" | "createdMs">;
  readonly features: readonly LeadFeature[];
  /** Absent where there were too few leads to train. */
  readonly result: LeadTrainingResult | undefined;
}

/** What is told of a model: what it learned from, how good it is on leads it never saw, and what it rests on. */
export function modelCard(facts: CardFacts): ModelCard {
  const { set, result } = facts;
  const positives = set.won.reduce((sum, won, row) => sum + won * (set.isFirst[row] ?? 0), 0);
  const times = Array.from(set.createdMs);
  const verdict = verdictOf(result);
  return {
    id: facts.id,
    prediction: "lead-grade",
    version: facts.version,
    verdict,
    trainedAt: facts.trainedAt.toISOString(),
    from: times.length === 0 ? null : isoOf(times.reduce((a, b) => Math.min(a, b))),
    to: times.length === 0 ? null : isoOf(times.reduce((a, b) => Math.max(a, b))),
    rows: set.leads,
    positives,
    auc: result ? estimateOf(result.auc) : null,
    accuracy: result ? estimateOf(result.accuracy) : null,
    brier: result ? estimateOf(result.brier) : null,
    ece: result?.report.judgement.metrics.ece ?? null,
    calibration: (result?.calibration ?? []).map(({ meanPredicted, observedRate, count }) => ({
      predicted: meanPredicted,
      observed: observedRate,
      count,
    })),
    importance: result ? importanceOf(result, facts.features) : [],
    says: saysOf(verdict, set.leads, positives, result),
  };
}

export function verdictOf(result: LeadTrainingResult | undefined): ModelCard["verdict"] {
  if (result === undefined) return "too-few";
  return result.report.verdict === "no-signal" ? "no-signal" : "usable";
}

const isoOf = (ms: number) => new Date(ms).toISOString();

function estimateOf({ value, low, high }: LeadTrainingResult["auc"]) {
  return { value, low, high };
}

/** Shares by meaning: the windows of one behaviour count together. */
function importanceOf(
  { report }: LeadTrainingResult,
  features: readonly LeadFeature[],
): ModelCard["importance"] {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  const groups = new Map<string, { feature: string; label: Label; weight: number }>();
  for (const { column, share } of report.importance) {
    const feature = byName.get(column);
    if (feature === undefined || share === 0) continue;
    const group = groups.get(feature.group);
    // Columns come strongest first, so the first of a group names it.
    if (group === undefined) {
      groups.set(feature.group, { feature: column, label: feature.label, weight: share });
    } else group.weight += share;
  }
  return [...groups.values()].sort((a, b) => b.weight - a.weight).slice(0, 20);
}

function saysOf(
  verdict: ModelCard["verdict"],
  leads: number,
  won: number,
  result: LeadTrainingResult | undefined,
): Label {
  if (result === undefined || verdict === "too-few") {
    return {
      zh: `已结束的线索只有 ${leads} 条（赢单 ${won} 条），不足以学习。`,
      en: `Only ${leads} leads have ended (${won} won): too few to learn from.`,
    };
  }
  const { value, low, high } = result.auc;
  const range = `${low.toFixed(2)}–${high.toFixed(2)}`;
  if (verdict === "no-signal") {
    return {
      zh: `在没见过的线索上与抛硬币无法区分（AUC ${value.toFixed(2)}，区间 ${range}），因此不给等级。`,
      en: `On leads it never saw it cannot be told from a coin (AUC ${value.toFixed(2)}, interval ${range}), so there are no grades.`,
    };
  }
  const dropped = result.report.leaks.length;
  return {
    zh: `在没见过的线索上 AUC ${value.toFixed(2)}（区间 ${range}），学自 ${leads} 条已结束的线索。${dropped > 0 ? `已剔除 ${dropped} 个泄露结果的字段。` : ""}`,
    en: `AUC ${value.toFixed(2)} (interval ${range}) on leads it never saw, learned from ${leads} ended leads.${dropped > 0 ? ` ${dropped} fields that give the outcome away were dropped.` : ""}`,
  };
}
