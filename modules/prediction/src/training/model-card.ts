import { counted, type Label, type ModelCard } from "@causeway/platform-contract";
import type { Feature } from "../datasets/feature.ts";
import { dayMs } from "../datasets/moments.ts";
import type { TrainingSet } from "../datasets/training-set.ts";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import { doubtOf } from "./doubt-of.ts";
import { findingWords } from "./finding-words.ts";
import { orderOnly } from "./order-only.ts";
import { tellingHorizonDays } from "./shorten-horizon.ts";
import type { Estimate, TrainingResult } from "./train-model.ts";

export interface CardFacts {
  readonly id: string;
  readonly version: number;
  readonly trainedAt: Date;
  readonly dataAsOf: Date | null;
  readonly bound: BoundDefinition;
  readonly population: Label;
  readonly set: TrainingSet;
  /** Absent where there were too few records to train. */
  readonly result: TrainingResult | undefined;
  /** The version it was compared with. */
  readonly comparedWith: number | undefined;
  /** Days of the horizon before this training made it tell more. */
  readonly shortenedFromDays: number | undefined;
}

/** What is told of a version: what it learned from, how good it is on cases it never saw, and what it rests on. */
export function modelCard(facts: CardFacts): ModelCard {
  const { set, result, bound } = facts;
  const positives = new Set(set.recordIds.filter((_, row) => (set.target[row] ?? 0) > 0.5)).size;
  const verdict = verdictOf(result);
  const metrics = result?.report.judgement.metrics;
  const suspects = findingsOf(result?.report.suspects ?? [], bound.features);
  return {
    id: facts.id,
    prediction: bound.definition.name,
    version: facts.version,
    task: bound.task,
    verdict,
    trainedAt: facts.trainedAt.toISOString(),
    from: isoOf(set.atMs.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)),
    to: isoOf(set.atMs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)),
    dataAsOf: facts.dataAsOf?.toISOString() ?? null,
    rows: set.records,
    positives,
    cases: set.target.length,
    gapDays: result?.gapDays ?? null,
    undecided: set.undecided,
    withoutHistory: set.withoutHistory,
    population: facts.population,
    recipe: result?.report.recipe ?? null,
    auc: estimateOf(result?.auc),
    accuracy: estimateOf(result?.accuracy),
    brier: estimateOf(result?.brier),
    ece: bound.task === "binary" ? (metrics?.ece ?? null) : null,
    concordance: result?.concordance ?? null,
    curves: curvesOf(result),
    r2: estimateOf(result?.r2),
    mae: result?.mae ?? null,
    loss: metrics?.logLoss ?? metrics?.rmse ?? null,
    rival: rivalOf(result),
    compared:
      result?.compared && facts.comparedWith !== undefined
        ? { version: facts.comparedWith, ...result.compared }
        : null,
    calibration: (result?.calibration ?? []).map(({ meanPredicted, observedRate, count }) => ({
      predicted: meanPredicted,
      observed: observedRate,
      count,
    })),
    importance: result ? importanceOf(result, bound.features) : [],
    leaks: findingsOf(result?.report.leaks ?? [], bound.features),
    suspects,
    drift: driftOf(result, bound.features),
    monotone: bound.features.flatMap(({ name, label, monotone }) =>
      monotone === undefined || bound.definition.exclude.includes(name)
        ? []
        : [{ feature: name, label, direction: monotone > 0 ? "rises" : "falls" } as const],
    ),
    limits: limitsOf(facts),
    says: saysOf(facts, verdict, positives),
    doubt: doubtOf(suspects, result),
  };
}

export function verdictOf(result: TrainingResult | undefined): ModelCard["verdict"] {
  if (result === undefined) return "too-few";
  return result.report.verdict === "no-signal" ? "no-signal" : "usable";
}

function curvesOf(result: TrainingResult | undefined): ModelCard["curves"] {
  const { past = [], periodDays = 0 } = result?.curve ?? {};
  return past.map(({ from, to, cases, share, low, high }) => ({
    from,
    to,
    cases,
    points: share.map((value, period) => ({
      days: Math.round(10 * (period + 1) * periodDays) / 10,
      share: value,
      low: low[period] ?? 0,
      high: high[period] ?? 1,
    })),
  }));
}

const isoOf = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString() : null);

function estimateOf(estimate: Estimate | null | undefined) {
  if (!estimate) return null;
  const { value, low, high } = estimate;
  return { value, low, high };
}

function rivalOf(result: TrainingResult | undefined): ModelCard["rival"] {
  const rival = result?.report.rival;
  if (!rival) return null;
  const { metrics } = rival.judgement;
  return {
    recipe: rival.recipe,
    score: metrics.auc ?? metrics.r2 ?? 0,
    loss: metrics.logLoss ?? metrics.rmse ?? 0,
  };
}

/** Shares by meaning: the windows of one behaviour count together. */
function importanceOf(
  { report }: TrainingResult,
  features: readonly Feature[],
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

function wordsOf(feature: Feature | undefined): Feature["show"] | undefined {
  return feature?.kind === "categorical" ? feature.show : undefined;
}

function findingsOf(
  findings: TrainingResult["report"]["leaks"] | TrainingResult["report"]["suspects"],
  features: readonly Feature[],
): ModelCard["leaks"] {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  return findings.map(({ column, reason }) => ({
    feature: column,
    label: byName.get(column)?.label ?? { zh: column, en: column },
    why: findingWords(reason, wordsOf(byName.get(column))),
  }));
}

const mostMoved = 5;

function driftOf(
  result: TrainingResult | undefined,
  features: readonly Feature[],
): ModelCard["drift"] {
  const drift = result?.report.drift;
  if (!drift) return null;
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  return {
    drifted: drift.drifted,
    features: drift.columns
      .filter(({ psi }) => psi > 0.1)
      .slice(0, mostMoved)
      .map(({ column, psi }) => ({
        label: byName.get(column)?.label ?? { zh: column, en: column },
        psi,
      })),
  };
}

/** What the reader must know before trusting it. */
function limitsOf({ set, result, bound, shortenedFromDays }: CardFacts): Label[] {
  const limits: Label[] = [];
  if (shortenedFromDays !== undefined) {
    const days = Math.round(bound.outcome.horizonMs / dayMs);
    limits.push({
      zh: `几乎都在 ${shortenedFromDays} 天内有结果，没有快慢可分，因此期限改为 ${days} 天；可在定义中修改。`,
      en: `Nearly all had the outcome within ${shortenedFromDays} days, which tells none from another; so the horizon became ${counted(days, "day")}. It can be changed in the definition.`,
    });
  }
  if (set.withoutHistory > 0) {
    limits.push({
      zh: `${set.withoutHistory} 条记录导入时就带着结果，没有历史：它们的字段按预测时刻已知计算。`,
      en: `${counted(set.withoutHistory, "record")} came in with their end and without a history: their fields count as if known at the moment.`,
    });
  }
  if (set.unseen !== undefined) {
    const day = new Date(set.unseen.untilMs).toISOString().slice(0, 10);
    limits.push({
      zh: `${set.unseen.cases} 个案例早于最早的触点（${day}），当时客户做了什么没有记录，未用于学习。`,
      en: `Left out, since nobody saw what customers did before ${day}: ${counted(set.unseen.cases, "case")}.`,
    });
  }
  if (set.undecided > 0 && bound.outcome.isCurve) {
    limits.push({
      zh: `${set.undecided} 个案例还没有结果，按已观察到的时间用于学习。`,
      en: `Not decided yet, and learned from as far as seen: ${counted(set.undecided, "case")}.`,
    });
  } else if (set.undecided > 0) {
    limits.push({
      zh: `${set.undecided} 个案例还没有结果，未用于学习。`,
      en: `Not decided yet, and not learned from: ${counted(set.undecided, "case")}.`,
    });
  }
  const order = result && orderOnly(result.report);
  if (order !== undefined) limits.push(order);
  if (result && !result.report.drift) {
    limits.push({
      zh: "记录跨越的时间太短，无法用较早的检验较晚的；评分来自随机分组。",
      en: "The records span too little time to judge it on later ones; scores are from random groups.",
    });
  }
  limits.push({
    zh: "它预测，不说明原因：改变一个特征未必改变结果。",
    en: "It predicts and does not explain: changing a feature need not change the outcome.",
  });
  return limits;
}

function saysOf(facts: CardFacts, verdict: ModelCard["verdict"], positives: number): Label {
  const { set, result, bound } = facts;
  const object = bound.object.label;
  const things = bound.object.pluralLabel.en.toLowerCase();
  if (result === undefined || verdict === "too-few") {
    const telling = bound.outcome.isCurve
      ? tellingHorizonDays(set, bound.outcome.horizonMs)
      : undefined;
    if (telling !== undefined) {
      const days = Math.round(bound.outcome.horizonMs / dayMs);
      return {
        zh: `${set.records} 条${object.zh}几乎都在 ${days} 天内有了结果，没有快慢可分。四分之三在 ${telling} 天内：请把定义中的期限改短到 ${telling} 天左右。`,
        en: `Nearly all ${set.records} ${things} had the outcome within ${days} days: that tells none from another. Three quarters had it within ${counted(telling, "day")}: make the horizon in the definition about as short.`,
      };
    }
    return {
      zh: `结果已知的${object.zh}只有 ${set.records} 条（其中发生 ${positives} 条），不足以学习。`,
      en: `The outcome of only ${set.records} ${things} is known (${positives} with it): too few to learn from.`,
    };
  }
  const [name, score, chance] =
    bound.task === "binary"
      ? (["AUC", result.auc, { zh: "抛硬币", en: "a coin" }] as const)
      : (["R²", result.r2, { zh: "平均值", en: "the average" }] as const);
  const value = score?.value.toFixed(2) ?? "";
  const rangeOf = ({ low, high }: { readonly low: number; readonly high: number }) =>
    `${low.toFixed(2)}–${high.toFixed(2)}`;
  // The verdict counts what other training data would have given: its interval is the wider one.
  const range =
    verdict === "no-signal" ? rangeOf(result.report.judgement.interval) : score && rangeOf(score);
  if (verdict === "no-signal") {
    return {
      zh: `在没见过的${object.zh}上与${chance.zh}无法区分（${name} ${value}，区间 ${range}），因此不打分。`,
      en: `On ${things} it never saw it cannot be told from ${chance.en} (${name} ${value}, interval ${range}), so there are no scores.`,
    };
  }
  const dropped = result.report.leaks.length;
  return {
    zh: `在没见过的${object.zh}上 ${name} ${value}（区间 ${range}），学自 ${set.records} 条结果已知的${object.zh}。${dropped > 0 ? `已剔除 ${dropped} 个泄露结果的字段。` : ""}`,
    en: `${name} ${value} (interval ${range}) on ${things} it never saw, learned from ${set.records} ${things} with a known outcome.${dropped > 0 ? ` Left out, since they give the outcome away: ${dropped}.` : ""}`,
  };
}
