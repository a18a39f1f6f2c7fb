import { type CausalGraph, descendantsOf } from "@causeway/engine-graph";
import { type Column, createDataset, type Dataset } from "@causeway/engine-learning";
import { seededRandom } from "@causeway/kernel";
import { findColumn, readNumbers } from "../data/read-column.ts";
import { adjustByGraph } from "../estimation/adjust-by-graph.ts";
import { type Check, type Verdict, worst } from "../estimation/check.ts";
import { drawFolds } from "../estimation/nuisance.ts";
import { answerByFormula } from "./answer-by-formula.ts";
import { checkSupport } from "./check-support.ts";
import { createDictionary } from "./dictionary.ts";
import { estimateTarget, type TargetProblem } from "./estimate-target.ts";
import { type Intervention, intervene, withColumn } from "./intervention.ts";
import { fitOutcomeMechanism } from "./outcome-mechanism.ts";

export interface WhatIfQuestion {
  /** One graph, or bootstrap graphs of a discovery: the interval then holds their disagreement. */
  readonly graphs: readonly CausalGraph[];
  readonly variable: string;
  readonly intervention: Intervention;
  readonly outcome: string;
  /** `event-time`: the outcome is a positive time, and its noise a factor (accelerated failure time). */
  readonly outcomeKind?: "event-time" | undefined;
  /** Rows asked about; all where absent. */
  readonly segment?: readonly number[] | undefined;
  /** Columns the segment was chosen by; where the variable may have changed them, a yes or no has only bounds. */
  readonly chosenBy?: readonly string[] | undefined;
  readonly seed: number;
}

export interface WhatIfAnswer {
  /** Mean outcome of the segment under the intervention; null where refused. */
  readonly estimate: number | null;
  /** 90 % interval; around bounds where the data justify no more. */
  readonly interval: readonly [number, number] | null;
  /** Present where the data bound the answer and do not determine it. */
  readonly bounds?: readonly [number, number];
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
  /** Mean outcome of the segment as it was, over rows that have one. */
  readonly factual: number | null;
  readonly n: number;
}

const z90 = 1.644854;

/**
 * What the outcome of a segment, or of one record, would have been: the structural equation of the outcome in the variable and
 * the covariates by which the graph identifies it, fitted, with each row's own noise kept (abduction, action, prediction:
 * Pearl 2009, section 7.1). Throws RangeError that names what cannot be read.
 */
export function whatIf(table: Dataset, question: WhatIfQuestion): WhatIfAnswer {
  const segment = question.segment ?? Array.from({ length: table.rows }, (_, row) => row);
  if (segment.length === 0) throw new RangeError("No row meets the condition");
  const parts = question.graphs.map((graph) => answerBy(graph, table, question, segment));
  return combine(parts, factualMean(table, question.outcome, segment), segment.length);
}

interface Part {
  readonly checks: readonly Check[];
  readonly point?: { readonly estimate: number; readonly standardError: number };
  readonly bounds?: readonly [number, number];
}

function answerBy(
  graph: CausalGraph,
  table: Dataset,
  question: WhatIfQuestion,
  segment: readonly number[],
): Part {
  const { variable, outcome } = question;
  const way = adjustByGraph(graph, variable, outcome, undefined);
  if (!way.possible) {
    if (!way.formula) return { checks: [way.check] };
    const answer = answerByFormula(graph, table, question, way.formula);
    return { ...answer, checks: [way.check, ...answer.checks] };
  }
  const before = findColumn(table, variable);
  const after = intervene(before, question.intervention);
  const names = [variable, ...way.adjust];
  const factual = createDataset(names.map((name) => findColumn(table, name)));
  const acts = descendantsOf(graph, [variable]).has(outcome);
  const same = sameRows(before, acts ? after : before);
  const shown = readNumbers(findColumn(table, outcome), "an outcome");
  const folds = drawFolds(table.rows, undefined, seededRandom(question.seed));
  const counterfactual = withColumn(factual, acts ? after : before);
  const isTime = question.outcomeKind === "event-time";
  if (isTime && shown.some((value) => value <= 0))
    throw new RangeError(`Column “${outcome}” has times that are not positive`);
  const values = isTime ? shown.map(Math.log) : shown;
  const dictionary = createDictionary(factual, variable);
  const problem: TargetProblem = {
    factual,
    counterfactual,
    outcome: values,
    shownOutcome: shown,
    same,
    segment,
    dictionary,
    mechanism: fitOutcomeMechanism(factual, counterfactual, values, dictionary, folds, segment),
  };
  const changed = segment.filter((row) => !same[row]);
  const support = checkSupport(factual, before, after, changed, folds);
  const checks = [way.check, support];
  if (isTime) return { checks, point: estimateTarget(problem, "event-time") };
  if (!needsBounds(graph, question, problem))
    return { checks, point: estimateTarget(problem, "additive") };
  return { checks, ...bounded(problem) };
}

/** A yes or no that was part of the evidence, for one record or by how the segment was chosen, leaves its noise open. */
function needsBounds(
  graph: CausalGraph,
  { variable, outcome, chosenBy = [] }: WhatIfQuestion,
  { shownOutcome, segment, same }: TargetProblem,
): boolean {
  const isYesOrNo = shownOutcome.every((v) => Number.isNaN(v) || v === 0 || v === 1);
  if (!isYesOrNo) return false;
  const after = descendantsOf(graph, [variable]);
  const byEffect = chosenBy.some(
    (name) => name === outcome || (name !== variable && after.has(name)),
  );
  const isRecord = segment.length === 1;
  return (
    (byEffect || isRecord) && segment.some((row) => !same[row] && !Number.isNaN(shownOutcome[row]))
  );
}

function bounded(problem: TargetProblem): Pick<Part, "point" | "bounds"> {
  const [lower, upper] = [estimateTarget(problem, "lower"), estimateTarget(problem, "upper")];
  const clip = (share: number) => Math.min(Math.max(share, 0), 1);
  const { estimate } = estimateTarget(problem, "monotone");
  return {
    point: {
      estimate: clip(estimate),
      standardError: Math.max(lower.standardError, upper.standardError),
    },
    bounds: [clip(lower.estimate), clip(upper.estimate)],
  };
}

function combine(parts: readonly Part[], factual: number | null, n: number): WhatIfAnswer {
  const answered = parts.filter((part) => part.point !== undefined);
  const checks = parts[0]?.checks ?? [];
  const verdict = worst(parts.flatMap((part) => part.checks.map((check) => check.verdict)));
  if (verdict === "refused" || answered.length === 0)
    return {
      estimate: null,
      interval: null,
      verdict: "refused",
      checks: worstChecks(parts, checks),
      factual,
      n,
    };
  const points = answered.flatMap(({ point }) => (point ? [point] : []));
  const estimate = average(points.map((point) => point.estimate));
  const within = average(points.map((point) => point.standardError ** 2));
  // Graphs that disagree widen the interval as imputations do (Rubin 1987, section 3.1).
  const between =
    points.length < 2
      ? 0
      : points.reduce((sum, point) => sum + (point.estimate - estimate) ** 2, 0) /
        (points.length - 1);
  const error = Math.sqrt(within + (1 + 1 / points.length) * between);
  const bounds = boundsOf(answered);
  const [low, high] = bounds ?? [estimate, estimate];
  return {
    estimate,
    interval: [low - z90 * error, high + z90 * error],
    ...(bounds && { bounds }),
    verdict,
    checks,
    factual,
    n,
  };
}

function worstChecks(parts: readonly Part[], first: readonly Check[]): readonly Check[] {
  return (
    parts.find((part) => part.checks.some((check) => check.verdict === "refused"))?.checks ?? first
  );
}

function boundsOf(parts: readonly Part[]): readonly [number, number] | undefined {
  const all = parts.flatMap(({ bounds }) => (bounds ? [bounds] : []));
  if (all.length === 0) return undefined;
  return [Math.min(...all.map(([low]) => low)), Math.max(...all.map(([, high]) => high))];
}

const average = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function sameRows(before: Column, after: Column): readonly boolean[] {
  const values = (column: Column): ArrayLike<number> =>
    column.kind === "numeric" ? column.values : column.codes;
  const [old, set] = [values(before), values(after)];
  return Array.from(old, (value, row) => Object.is(value, set[row]));
}

function factualMean(table: Dataset, name: string, segment: readonly number[]): number | null {
  const values = readNumbers(findColumn(table, name), "an outcome");
  const known = segment.map((row) => values[row] as number).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? null : average(known);
}
