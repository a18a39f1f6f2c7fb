import { type CausalGraph, descendantsOf } from "@causeway/engine-graph";
import { type Column, createDataset, type Dataset } from "@causeway/engine-learning";
import { seededRandom } from "@causeway/kernel";
import { findColumn, readNumbers } from "../data/read-column.ts";
import { warnOfGaps } from "../estimation/check-gaps.ts";
import { drawFolds } from "../estimation/nuisance.ts";
import { checkSupport } from "./check-support.ts";
import { createDictionary } from "./dictionary.ts";
import { estimateTarget, type TargetProblem } from "./estimate-target.ts";
import { intervene, withColumn } from "./intervention.ts";
import { fitOutcomeMechanism } from "./outcome-mechanism.ts";
import type { Part, WhatIfQuestion } from "./what-if.ts";

/** By the structural equation of the outcome in the variable and the covariates `adjust`, which screen off all else. */
export function answerByAdjustment(
  graph: CausalGraph,
  table: Dataset,
  question: WhatIfQuestion,
  segment: readonly number[],
  adjust: readonly string[],
): Part {
  const { variable, outcome } = question;
  const before = findColumn(table, variable);
  const after = intervene(before, question.intervention);
  const names = [variable, ...adjust];
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
  const gaps = warnOfGaps(factual);
  const checks = [support, ...(gaps ? [gaps] : [])];
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

/** Whether the intervention leaves a row as it was. */
export function sameRows(before: Column, after: Column): readonly boolean[] {
  const values = (column: Column): ArrayLike<number> =>
    column.kind === "numeric" ? column.values : column.codes;
  const [old, set] = [values(before), values(after)];
  return Array.from(old, (value, row) => Object.is(value, set[row]));
}
