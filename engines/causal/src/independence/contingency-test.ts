import { chiSquareUpper } from "@causeway/engine-statistics";
import type { PatternSource } from "../data/pattern-source.ts";
import type { IndependenceTest, TestResult } from "./independence-test.ts";
import { type StratifiedCounts, stratifiedCounter } from "./stratified-counts.ts";

export interface ContingencyOptions {
  readonly statistic: "chi-square" | "g-square";
  readonly alpha: number;
  /** `keep`: fewer than `rowsPerCell` rows a cell is "not enough data"; `independent`: test anyway, as others do. */
  readonly sparse: "keep" | "independent";
  readonly rowsPerCell?: number;
  /**
   * The share of the rows that is independent information: 1 for data, about ½ for a bootstrap sample, whose repeated
   * rows would otherwise make independent variables look dependent.
   */
  readonly information?: number;
}

/**
 * Pearson's chi-square or the likelihood ratio G² of conditional independence, summed over the strata of the
 * conditioning variables; degrees of freedom are counted within each stratum over its rows and columns that
 * occur (Fienberg 1980, section 8.1; Spirtes, Glymour & Scheines 2000, section 5.5).
 */
export function contingencyTest(
  source: PatternSource,
  options: ContingencyOptions,
): IndependenceTest {
  return {
    names: source.names,
    pair(x, y, candidates) {
      const columns = [x, y, ...candidates];
      const levels = columns.map((column) => source.levels[column] ?? 1);
      const missing = columns.map((column) => source.missing[column] ?? false);
      const count = stratifiedCounter({ patterns: source.patterns(columns), levels, missing });
      const place = new Map(candidates.map((candidate, index) => [candidate, index + 2]));
      return (given) => {
        const places = given.map((variable) => place.get(variable) ?? -1);
        const cells = places.reduce(
          (product, at) => product * (levels[at] ?? 1),
          (levels[0] ?? 1) * (levels[1] ?? 1),
        );
        return judge(count(places), levels, cells, options);
      };
    },
  };
}

function judge(
  table: StratifiedCounts,
  levels: readonly number[],
  cells: number,
  options: ContingencyOptions,
): TestResult {
  const [rowCount = 1, columnCount = 1] = levels;
  const block = rowCount * columnCount;
  const rows = new Float64Array(rowCount);
  const columns = new Float64Array(columnCount);
  const term = options.statistic === "chi-square" ? chiSquareTerm : gSquareTerm;
  let statistic = 0;
  let degreesOfFreedom = 0;
  let total = 0;
  for (let start = 0; start < table.strata * block; start += block) {
    const inStratum = margins(table.counts, start, rows, columns);
    if (inStratum === 0) continue;
    total += inStratum;
    const free = (occurring(rows) - 1) * (occurring(columns) - 1);
    if (free === 0) continue;
    degreesOfFreedom += free;
    statistic += term(table.counts, start, rows, columns, inStratum);
  }
  if (options.sparse === "keep" && total < (options.rowsPerCell ?? 5) * cells) {
    return { outcome: "not-enough-data", pValue: Number.NaN };
  }
  const pValue = chiSquareUpper(statistic * (options.information ?? 1), degreesOfFreedom);
  return { outcome: pValue > options.alpha ? "independent" : "dependent", pValue };
}

function margins(
  counts: Int32Array,
  start: number,
  rows: Float64Array,
  columns: Float64Array,
): number {
  rows.fill(0);
  columns.fill(0);
  let total = 0;
  let cell = start;
  for (let row = 0; row < rows.length; row++) {
    for (let column = 0; column < columns.length; column++) {
      const count = counts[cell++] as number;
      if (count === 0) continue;
      rows[row] = (rows[row] as number) + count;
      columns[column] = (columns[column] as number) + count;
      total += count;
    }
  }
  return total;
}

function occurring(totals: Float64Array): number {
  let count = 0;
  for (const total of totals) if (total > 0) count++;
  return count;
}

type Term = (
  counts: Int32Array,
  start: number,
  rows: Float64Array,
  columns: Float64Array,
  total: number,
) => number;

/** Σ (O − E)² / E, written as N (Σ O² / (row total · column total) − 1). */
const chiSquareTerm: Term = (counts, start, rows, columns, total) => {
  let sum = 0;
  let cell = start;
  for (let row = 0; row < rows.length; row++) {
    for (let column = 0; column < columns.length; column++) {
      const count = counts[cell++] as number;
      if (count > 0) sum += (count * count) / ((rows[row] as number) * (columns[column] as number));
    }
  }
  return total * (sum - 1);
};

/** 2 Σ O ln(O / E). */
const gSquareTerm: Term = (counts, start, rows, columns, total) => {
  let sum = 0;
  let cell = start;
  for (let row = 0; row < rows.length; row++) {
    for (let column = 0; column < columns.length; column++) {
      const count = counts[cell++] as number;
      if (count === 0) continue;
      sum +=
        count * Math.log((count * total) / ((rows[row] as number) * (columns[column] as number)));
    }
  }
  return 2 * sum;
};
