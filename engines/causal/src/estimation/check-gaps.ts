import { type Column, type Dataset, selectRows } from "@causeway/engine-learning";
import type { Check } from "./check.ts";
import type { EffectProblem, Estimate } from "./effect-problem.ts";

/** Up to this share of rows with an unknown covariate nothing depends on them. */
const fewGaps = 0.05;
const leastComplete = 100;
/** Standard errors that the estimate from complete rows may lie apart from that of all; where most rows have gaps, the second. */
const [mostApart, mostApartOfFew] = [2.5, 1];

/**
 * What it means that covariates are unknown in some rows: among these the arms may differ by just what is not known. Where it
 * concerns more than a few rows, the effect is estimated again from the complete ones; a clear difference refuses (the idea of
 * Hausman 1978: one of two estimates is right under fewer assumptions). Undefined where nothing is unknown.
 */
export function checkGaps(
  problem: EffectProblem,
  all: Estimate,
  estimate: (complete: EffectProblem) => Estimate,
): Check | undefined {
  const { covariates, treatment } = problem;
  const complete = completeRows(covariates);
  const share = 1 - complete.length / covariates.rows;
  if (share === 0) return undefined;
  if (share <= fewGaps) return gapCheck("trusted", share, "");
  const varies = new Set(complete.map((row) => treatment[row] as number)).size > 1;
  if (complete.length < leastComplete || !varies)
    return gapCheck(share > 0.5 ? "refused" : "caution", share, "few");
  const { estimate: again, standardError } = estimate(restricted(problem, complete));
  const open = Math.max(standardError ** 2 - all.standardError ** 2, standardError ** 2 / 4);
  const apart = Math.abs(again - all.estimate) / Math.sqrt(open);
  return apart > (share > 0.5 ? mostApartOfFew : mostApart)
    ? gapCheck("refused", share, "apart")
    : gapCheck("caution", share, "agree");
}

/** The same for a question that is not estimated twice. */
export function warnOfGaps(covariates: Dataset): Check | undefined {
  const share = 1 - completeRows(covariates).length / covariates.rows;
  if (share === 0) return undefined;
  return gapCheck(share <= fewGaps ? "trusted" : "caution", share, "");
}

function completeRows(covariates: Dataset): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < covariates.rows; row++)
    if (covariates.columns.every((column) => isKnown(column, row))) rows.push(row);
  return Int32Array.from(rows);
}

const isKnown = (column: Column, row: number) =>
  column.kind === "numeric"
    ? !Number.isNaN(column.values[row])
    : (column.codes[row] as number) >= 0;

function restricted(problem: EffectProblem, rows: Int32Array): EffectProblem {
  const { clusters, instrument } = problem;
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] as number);
  return {
    ...problem,
    outcome: pick(problem.outcome),
    treatment: pick(problem.treatment),
    covariates: selectRows(problem.covariates, rows),
    clusters: clusters && Int32Array.from(rows, (row) => clusters[row] as number),
    instrument: instrument && pick(instrument),
  };
}

const endings = {
  "": { zh: "", en: "" },
  few: { zh: "完整的行太少，无法核对。", en: " Too few rows are complete to check by." },
  agree: { zh: "完整的行给出的结果与之相符。", en: " The complete rows by themselves agree." },
  apart: {
    zh: "完整的行给出明显不同的结果：缺失掩盖了两组的差别。",
    en: " The complete rows by themselves say something else: the gaps hide what sets the arms apart.",
  },
} as const;

function gapCheck(verdict: Check["verdict"], share: number, ending: keyof typeof endings): Check {
  const percent = (100 * share).toFixed(1);
  return {
    name: "gaps",
    verdict,
    says: {
      zh: `${percent}% 的行有未知的协变量。${endings[ending].zh}`,
      en: `In ${percent}% of the rows a covariate is unknown.${endings[ending].en}`,
    },
  };
}
