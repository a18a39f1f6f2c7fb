import type { CausalGraph } from "@causeway/engine-graph";
import { findAdjustmentSet } from "../identification/adjustment.ts";
import { type Identified, identifyEffect } from "../identification/identify.ts";
import { findInstruments } from "../identification/instruments.ts";
import type { Check } from "./check.ts";
import type { EffectMethod } from "./estimate-effect.ts";

/** How a graph says an effect must be estimated, or that it cannot be. */
export type GraphAdjustment =
  | {
      readonly possible: false;
      readonly check: Check;
      /** The proven formula by which the effect follows without adjustment. */
      readonly formula?: Identified;
    }
  | {
      readonly possible: true;
      readonly adjust: readonly string[];
      readonly instrument?: string;
      readonly check: Check;
    };

/**
 * The covariates (for the method iv: the instrument and its covariates) by which this graph lets the effect be estimated. The
 * check "identification" says why, or carries the hedge; without adjustment there may be another formula. Throws RangeError for names the graph does not have.
 */
export function adjustByGraph(
  graph: CausalGraph,
  treatment: string,
  outcome: string,
  method: EffectMethod | undefined,
): GraphAdjustment {
  const answer = identifyEffect(graph, { treatment: [treatment], outcome: [outcome], given: [] });
  if (method === "iv") return adjustByInstrument(graph, treatment, outcome);
  const adjust = findAdjustmentSet(graph, treatment, outcome);
  if (adjust) return { possible: true, adjust, check: adjusted(adjust) };
  if (answer.identifiable) return { possible: false, check: byFormula(answer), formula: answer };
  return { possible: false, check: hedged(answer.hedge, hasInstrument(graph, treatment, outcome)) };
}

const hasInstrument = (graph: CausalGraph, treatment: string, outcome: string) =>
  findInstruments(graph, treatment, outcome).length > 0;

function adjustByInstrument(
  graph: CausalGraph,
  treatment: string,
  outcome: string,
): GraphAdjustment {
  const [instrument] = findInstruments(graph, treatment, outcome);
  if (!instrument) {
    return {
      possible: false,
      check: {
        name: "identification",
        verdict: "refused",
        says: { zh: "图中没有工具变量。", en: "The graph has no instrument." },
      },
    };
  }
  const { variable, given } = instrument;
  return {
    possible: true,
    adjust: given,
    instrument: variable,
    check: {
      name: "identification",
      verdict: "caution",
      says: {
        zh: `以“${variable}”为工具变量；仅凭图还不够，还须假设作用是线性的，或只对依从者成立。`,
        en: `${variable} is the instrument; beyond the graph this needs an effect that is linear, or holds only for those who comply.`,
      },
    },
  };
}

function adjusted(set: readonly string[]): Check {
  const zh = set.length === 0 ? "图表明无须调整。" : `图表明须调整：${set.join("、")}。`;
  const en =
    set.length === 0
      ? "The graph asks for no adjustment."
      : `The graph asks to adjust for ${set.join(", ")}.`;
  return { name: "identification", verdict: "trusted", says: { zh, en } };
}

function byFormula({ estimand, says }: Identified): Check {
  return {
    name: "identification",
    verdict: "trusted",
    says: {
      zh: `${says.zh} 公式（已证明）：${estimand.text}。`,
      en: `${says.en} The formula, proven: ${estimand.text}.`,
    },
  };
}

function hedged(
  [outer, inner]: readonly [readonly string[], readonly string[]],
  instrument: boolean,
): Check {
  const hint = instrument
    ? {
        zh: "图中有工具变量，可用方法 iv。",
        en: " The graph has an instrument: the method iv is open.",
      }
    : { zh: "", en: "" };
  return {
    name: "identification",
    verdict: "refused",
    says: {
      zh: `按此图，数据无法回答：{${outer.join("、")}} 与 {${inner.join("、")}} 构成障碍。${hint.zh}`,
      en: `By this graph the data cannot tell: {${outer.join(", ")}} and {${inner.join(", ")}} form a hedge.${hint.en}`,
    },
  };
}
