import { type CausalGraph, descendantsOf } from "@causeway/engine-graph";
import type { Column, Dataset } from "@causeway/engine-learning";
import { seededRandom } from "@causeway/kernel";
import { findColumn, readNumbers } from "../data/read-column.ts";
import type { Check } from "../estimation/check.ts";
import {
  completeTable,
  type FormulaEstimator,
  formulaTables,
  isFine,
  regressionEstimator,
} from "../formula/formula-estimator.ts";
import { frontDoorMean } from "../formula/front-door-effect.ts";
import { groupColumn } from "../formula/group-column.ts";
import { bootstrapRuns, resampledError } from "../formula/resampled-error.ts";
import { variablesIn } from "../identification/estimand.ts";
import { type Identified, identifyEffect } from "../identification/identify.ts";
import { intervene } from "./intervention.ts";
import type { WhatIfQuestion } from "./what-if.ts";

export interface FormulaPart {
  readonly checks: readonly Check[];
  readonly point?: { readonly estimate: number; readonly standardError: number };
}

/**
 * The mean outcome under a value by a proven formula, where no adjustment gives it: for all rows, or for a segment chosen by
 * what the variable cannot have changed. A formula speaks of means, so one record, a shift and a policy are refused with the reason.
 */
export function answerByFormula(
  graph: CausalGraph,
  table: Dataset,
  question: WhatIfQuestion,
  identified: Identified,
): FormulaPart {
  const { variable, outcome, intervention, segment, chosenBy = [] } = question;
  const numbers = readNumbers(findColumn(table, outcome), "an outcome");
  if (identified.method === "no-effect") return { checks: [], point: asItWas(numbers, segment) };
  if (intervention.kind !== "value") return { checks: [refusal(words.value)] };
  const before = findColumn(table, variable);
  const changed = descendantsOf(graph, [variable]);
  const given = segment === undefined ? [] : [...new Set(chosenBy)];
  const open = given.find((name) => !graph.nodes.includes(name) || changed.has(name));
  if ((segment !== undefined && given.length === 0) || open !== undefined)
    return { checks: [refusal(words.segment)] };
  const answer =
    given.length === 0
      ? identified
      : identifyEffect(graph, { treatment: [variable], outcome: [outcome], given });
  if (!answer.identifiable) return { checks: [refusal(words.conditional)] };
  const ends: readonly [Column, Column] = [
    before,
    { kind: "numeric", name: outcome, values: numbers },
  ];
  const after = intervene(before, intervention);
  const wanted = (after.kind === "numeric" ? after.values[0] : after.codes[0]) ?? Number.NaN;
  const estimator = estimatorOf(table, answer, ends, wanted, segment);
  if (!estimator) return { checks: [refusal(words.rare)] };
  const { compute, weights, checks } = estimator;
  const random = seededRandom(question.seed);
  const standardError = resampledError(compute, weights, random, bootstrapRuns(table.rows));
  return { checks, point: { estimate: compute(weights), standardError } };
}

/** Undefined where the data lack the value. */
function estimatorOf(
  table: Dataset,
  { method, through, estimand }: Identified,
  ends: readonly [Column, Column],
  wanted: number,
  segment: readonly number[] | undefined,
): FormulaEstimator | undefined {
  const [before] = ends;
  if (method === "front-door" && before.kind === "numeric") {
    const complete = completeTable(table, through, ends).table;
    const isBinary = before.values.every(
      (value) => Number.isNaN(value) || value === 0 || value === 1,
    );
    if (isFine(complete) || groupColumn(before, 2).isCut) {
      const known = before.values.filter((value) => !Number.isNaN(value));
      const inside =
        known.some((value) => value <= wanted) && known.some((value) => value >= wanted);
      const read = (problem: Parameters<typeof frontDoorMean>[0]) => frontDoorMean(problem, wanted);
      return inside ? regressionEstimator(complete, isBinary, read) : undefined;
    }
  }
  const complete = completeTable(table, variablesIn(estimand.tree), ends);
  const { doses, isCut, weights, respond, checks } = formulaTables(
    complete.table,
    estimand.tree,
    segment && placesIn(complete.rows, segment),
  );
  const code = before.kind === "numeric" ? doses.values.indexOf(wanted) : wanted;
  if (isCut || code < 0) return undefined;
  return {
    compute: (drawn) => respond(drawn).means[code] ?? Number.NaN,
    weights,
    checks: checks([code]),
  };
}

/** Nothing changes: the mean of the known outcomes. */
function asItWas(numbers: Float64Array, segment: readonly number[] | undefined) {
  const rows = segment ?? [...numbers.keys()];
  const known = rows.map((row) => numbers[row] as number).filter((value) => !Number.isNaN(value));
  const estimate = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - estimate) ** 2, 0);
  return { estimate, standardError: Math.sqrt(squares) / known.length };
}

function placesIn(rows: readonly number[], segment: readonly number[]): readonly number[] {
  const wanted = new Set(segment);
  return [...rows.keys()].filter((place) => wanted.has(rows[place] ?? -1));
}

const refusal = (says: Check["says"]): Check => ({ name: "formula", verdict: "refused", says });

const words = {
  value: {
    zh: "此图只能靠公式求均值，公式只回答“全部设为某值”，不回答平移或按规则设定。",
    en: "By this graph only a formula gives the mean, and it answers for one value set for all, not for a shift or a policy.",
  },
  segment: {
    zh: "公式只回答全体，或按图中不受该变量影响的列选出的一组。",
    en: "The formula answers for all rows, or for those chosen by columns of the graph that the variable cannot have changed.",
  },
  conditional: {
    zh: "按此图，数据能回答全体，但不能回答这一组。",
    en: "By this graph the data can tell it for all rows, but not for these.",
  },
  rare: {
    zh: "数据里没有这个取值。",
    en: "The data do not have this value.",
  },
} as const;
