import {
  baseLogLoss,
  type Column,
  type Dataset,
  plainNumber,
  type TrainingReport,
} from "@causeway/engine-learning";
import type { Outcome } from "./table-outcome.ts";

/** What was read and learned from. */
export interface TrainingData {
  /** All rows of the file. */
  readonly all: Dataset;
  /** Outcomes of the rows learned from. */
  readonly target: Float64Array;
  readonly outcome: Outcome;
  readonly withoutOutcome: number;
}

const fewOfClass = 30;
/** A class of fewer rows is missing from some fold. */
const leastOfClass = 10;
const mostOfOne = 0.5;
const mostStray = 0.2;
const fewestNumbers = 20;
const mostDistinct = 0.5;
const wordsOfText = 4;

/** What a reader of the scores should know and would not see in them, one sentence each. */
export function trainingNotes(data: TrainingData, report: TrainingReport): readonly string[] {
  const { withoutOutcome, outcome, target, all } = data;
  return [
    ...(withoutOutcome > 0
      ? [`${counted(withoutOutcome, "row")} without an outcome left out`]
      : []),
    ...rareOutcomes(outcome, target),
    ...lonelyOutcome(outcome, target),
    ...worseThanBase(report),
    ...all.columns.flatMap(ofColumn),
  ];
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function rareOutcomes({ task, classes }: Outcome, target: Float64Array): readonly string[] {
  if (task.kind === "regression") return [];
  const counts = new Float64Array(classes.length);
  for (const value of target) counts[value] = (counts[value] as number) + 1;
  const least = task.kind === "binary" ? fewOfClass : leastOfClass;
  return classes.flatMap((label, number) => {
    const count = counts[number] as number;
    if (count >= least) return [];
    return [
      `the outcome “${label}” has only ${counted(count, "row")}: hardly anything is known of it`,
    ];
  });
}

/** A single value beside which all others look alike is a mistake more often than not. */
function lonelyOutcome({ task }: Outcome, target: Float64Array): readonly string[] {
  if (task.kind !== "regression") return [];
  const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
  let [whole, most, value] = [0, 0, 0];
  for (const one of target) {
    const square = (one - mean) ** 2;
    whole += square;
    if (square > most) [most, value] = [square, one];
  }
  if (most <= mostOfOne * whole) return [];
  const share = ((100 * most) / whole).toFixed(1);
  return [
    `one row, with the outcome ${value}, makes up ${share} % of all that is to be explained: it may be a mistake`,
  ];
}

/** Probabilities that do worse than everybody's share are good for the order at most. */
function worseThanBase({ judgement, verdict }: TrainingReport): readonly string[] {
  const { logLoss, baseRate } = judgement.metrics;
  if (verdict === "no-signal" || logLoss === undefined || baseRate === undefined) return [];
  const base = baseLogLoss(baseRate);
  if (logLoss <= base) return [];
  return [
    `its probabilities are worse than saying ${(100 * baseRate).toFixed(1)} % of every row (log-loss ${logLoss.toFixed(3)}, ${base.toFixed(3)}): use its order only`,
  ];
}

function ofColumn(column: Column): readonly string[] {
  if (column.kind === "numeric") return [];
  const { name, codes, levels } = column;
  const isNumber = levels.map((level) => plainNumber.test(level));
  let [filled, numbers, stray] = [0, 0, ""];
  for (const code of codes) {
    if (code < 0) continue;
    filled++;
    if (isNumber[code] === true) numbers++;
    else if (stray === "") stray = levels[code] ?? "";
  }
  const distinct = isNumber.filter((is) => is).length;
  if (distinct >= fewestNumbers && numbers >= (1 - mostStray) * filled) {
    return [
      `“${name}” was read as words: ${filled - numbers} of its ${filled} cells are no numbers, such as “${stray}”`,
    ];
  }
  const words = levels.reduce((sum, level) => sum + wordsIn(level), 0) / levels.length;
  if (levels.length < mostDistinct * filled || words < wordsOfText) return [];
  return [`“${name}” holds free text, of which nothing is read`];
}

/** Words of languages with spaces; of Chinese two characters are about one. */
function wordsIn(text: string): number {
  return text.split(/\s+/).length + (text.match(/\p{Script=Han}/gu)?.length ?? 0) / 2;
}
