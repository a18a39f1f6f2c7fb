import { ancestorsOf, type CausalGraph, descendantsOf, parentsOf } from "@causeway/engine-graph";
import { createDataset, type Dataset } from "@causeway/engine-learning";
import { seededRandom } from "@causeway/kernel";
import { findColumn, readNumbers } from "../data/read-column.ts";
import { adjustByGraph } from "../estimation/adjust-by-graph.ts";
import { type Check, type Verdict, worst } from "../estimation/check.ts";
import { drawFolds } from "../estimation/nuisance.ts";
import { answerByAdjustment, sameRows } from "./answer-by-adjustment.ts";
import { answerByFormula } from "./answer-by-formula.ts";
import { answerByStructure } from "./answer-by-structure.ts";
import { checkSupport } from "./check-support.ts";
import { type Intervention, intervene } from "./intervention.ts";

export interface WhatIfQuestion {
  /** One graph, or bootstrap graphs of a discovery: the interval then holds their disagreement. */
  readonly graphs: readonly CausalGraph[];
  readonly variable: string;
  readonly intervention: Intervention;
  readonly outcome: string;
  /** `event-time`: the outcome is a positive time, and its noise a factor (accelerated failure time). */
  readonly outcomeKind?: "event-time" | undefined;
  /** Further nodes of the graph that are times until something happens. */
  readonly eventTimes?: readonly string[] | undefined;
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
  /** For one record through a chain: each node after the variable, as it was and as it would have been. */
  readonly path?: readonly WhatIfStep[];
  /** Mean outcome of the segment as it was, over rows that have one. */
  readonly factual: number | null;
  readonly n: number;
}

/** One node of the way: a number, or a level and the chances of all levels; null where it is not known. */
export interface WhatIfStep {
  readonly node: string;
  readonly was: number | string | null;
  readonly would: number | Readonly<Record<string, number>> | null;
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
  const answer = combine(parts, factualMean(table, question.outcome, segment), segment.length);
  return isYesOrNo(table, question.outcome) ? asShare(answer) : answer;
}

const isYesOrNo = (table: Dataset, outcome: string) =>
  readNumbers(findColumn(table, outcome), "an outcome").every(
    (value) => Number.isNaN(value) || value === 0 || value === 1,
  );

/** A share lies between 0 and 1, and so does what is known of it. */
function asShare({ estimate, interval, ...rest }: WhatIfAnswer): WhatIfAnswer {
  const clip = (value: number) => Math.min(Math.max(value, 0), 1);
  return {
    ...rest,
    estimate: estimate === null ? null : clip(estimate),
    interval: interval && [clip(interval[0]), clip(interval[1])],
  };
}

export interface Part {
  readonly checks: readonly Check[];
  readonly point?: { readonly estimate: number; readonly standardError: number };
  readonly bounds?: readonly [number, number];
  readonly path?: readonly WhatIfStep[];
}

function answerBy(
  graph: CausalGraph,
  table: Dataset,
  question: WhatIfQuestion,
  segment: readonly number[],
): Part {
  const { variable, outcome } = question;
  const way = adjustByGraph(graph, variable, outcome, undefined);
  if (asksOwn(graph, question, segment, way.possible)) {
    const part = answerByStructure(graph, table, question, segment);
    if (part.point) {
      const covariates = way.possible ? way.adjust : parentsOf(graph, variable);
      return { ...part, checks: [...part.checks, supportOf(table, question, covariates, segment)] };
    }
    if (!way.possible) return part;
  }
  if (!way.possible) {
    if (!way.formula) return { checks: [way.check] };
    const answer = answerByFormula(graph, table, question, way.formula);
    return { ...answer, checks: [way.check, ...answer.checks] };
  }
  const answer = answerByAdjustment(graph, table, question, segment, way.adjust);
  return { ...answer, checks: [way.check, ...answer.checks] };
}

function supportOf(
  table: Dataset,
  { variable, intervention, seed }: WhatIfQuestion,
  covariates: readonly string[],
  segment: readonly number[],
): Check {
  const before = findColumn(table, variable);
  const after = intervene(before, intervention);
  const same = sameRows(before, after);
  const factual = createDataset([variable, ...covariates].map((name) => findColumn(table, name)));
  const folds = drawFolds(table.rows, undefined, seededRandom(seed));
  const changed = segment.filter((row) => !same[row]);
  return checkSupport(factual, before, after, changed, folds);
}

/**
 * Whether the answer hangs on what the rows were on the way from the variable to the outcome: for one record, for rows chosen by what
 * the variable may have changed, and where nothing can be adjusted for and a formula of means does not answer.
 */
function asksOwn(
  graph: CausalGraph,
  question: WhatIfQuestion,
  segment: readonly number[],
  isAdjusted: boolean,
): boolean {
  const { variable, outcome, intervention, chosenBy = [] } = question;
  const below = descendantsOf(graph, [variable]);
  if (!below.has(outcome)) return false;
  const above = ancestorsOf(graph, [outcome]);
  const hasChain = graph.nodes.some(
    (node) => node !== variable && node !== outcome && below.has(node) && above.has(node),
  );
  const byEffect = chosenBy.some((name) => name !== variable && below.has(name));
  if (!isAdjusted && intervention.kind !== "value") return hasChain;
  return hasChain && (segment.length === 1 || byEffect);
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
  const [{ path = undefined } = {}] = answered;
  return {
    estimate,
    interval: [low - z90 * error, high + z90 * error],
    ...(bounds && { bounds }),
    ...(path && { path }),
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

function factualMean(table: Dataset, name: string, segment: readonly number[]): number | null {
  const values = readNumbers(findColumn(table, name), "an outcome");
  const known = segment.map((row) => values[row] as number).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? null : average(known);
}
