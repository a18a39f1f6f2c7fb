import { chiSquareUpper } from "@causeway/engine-statistics";
import type { PatternSource } from "../data/pattern-source.ts";
import type { IndependenceTest, TestResult } from "./independence-test.ts";
import { type JointCounter, type JointCounts, jointCounter } from "./joint-counts.ts";
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

/** Tables beyond so many cells are counted by the strata that occur. */
const mostCells = 1 << 16;
const notEnoughData: TestResult = { outcome: "not-enough-data", pValue: Number.NaN };

/**
 * Pearson's chi-square or the likelihood ratio G² of conditional independence, summed over the strata of the
 * conditioning variables; degrees of freedom are counted within each stratum over its rows and columns that
 * occur (Fienberg 1980, section 8.1; Spirtes, Glymour & Scheines 2000, section 5.5). `count` may be shared with others that ask
 * the same source.
 */
export function contingencyTest(
  source: PatternSource,
  options: ContingencyOptions,
  count: JointCounter = jointCounter(source),
): IndependenceTest {
  const { names, levels, missing } = source;
  const rowsPerCell = options.sparse === "keep" ? (options.rowsPerCell ?? 5) : 0;
  const strataOf = strataFinder(levels);
  const judge = tableJudge(levels, options);
  return {
    names,
    pair(x, y, candidates) {
      let countLarge: ReturnType<typeof stratifiedCounter> | undefined;
      return (given) => {
        let [cells, places] = [1, 1];
        const columns = [x, y, ...given];
        for (const column of columns) {
          cells *= levels[column] as number;
          places *= (levels[column] as number) + Number(missing[column]);
        }
        const fewest = rowsPerCell * cells;
        if (source.rows < fewest) return notEnoughData;
        if (places <= mostCells) return judge(x, y, strataOf(count(columns), columns), fewest);
        countLarge ??= stratifiedCounter(source, [x, y, ...candidates]);
        return judge(x, y, countLarge(given), fewest);
      };
    },
  };
}

/** The strata of a table of x, y and what is given, in the order of the given columns; those of a missing value are none. */
function strataFinder(levels: readonly number[]) {
  let starts = new Int32Array(64);
  return ({ counts, strideOf }: JointCounts, columns: readonly number[]): StratifiedCounts => {
    starts[0] = 0;
    let strata = 1;
    for (let place = 2; place < columns.length; place++) {
      const column = columns[place] as number;
      const [own, stride] = [levels[column] as number, strideOf(column)];
      if (starts.length < strata * own) starts = grown(starts, strata * own);
      // From the last on, so that none is overwritten before it was read.
      for (let stratum = strata - 1; stratum >= 0; stratum--) {
        const start = starts[stratum] as number;
        for (let level = own - 1; level >= 0; level--)
          starts[stratum * own + level] = start + level * stride;
      }
      strata *= own;
    }
    const [x = 0, y = 0] = columns;
    return { counts, starts, strata, rowStride: strideOf(x), columnStride: strideOf(y) };
  };
}

function grown(starts: Int32Array, needed: number) {
  const larger = new Int32Array(Math.max(needed, 2 * starts.length));
  larger.set(starts);
  return larger;
}

type Judge = (x: number, y: number, table: StratifiedCounts, fewestRows: number) => TestResult;

function tableJudge(levels: readonly number[], options: ContingencyOptions): Judge {
  const { alpha, information = 1 } = options;
  const most = Math.max(1, ...levels);
  const margins = { rows: new Float64Array(most), columns: new Float64Array(most) };
  const term = options.statistic === "chi-square" ? chiSquareTerm : gSquareTerm;
  return (x, y, table, fewestRows) => {
    const shape = { height: levels[x] as number, width: levels[y] as number };
    let [statistic, degreesOfFreedom, total] = [0, 0, 0];
    for (let stratum = 0; stratum < table.strata; stratum++) {
      const start = table.starts[stratum] as number;
      const inStratum = addMargins(table, start, shape, margins);
      if (inStratum === 0) continue;
      total += inStratum;
      const free =
        (occurring(margins.rows, shape.height) - 1) * (occurring(margins.columns, shape.width) - 1);
      if (free === 0) continue;
      degreesOfFreedom += free;
      statistic += term(table, start, shape, margins, inStratum);
    }
    if (total < fewestRows) return notEnoughData;
    const pValue = chiSquareUpper(statistic * information, degreesOfFreedom);
    return { outcome: pValue > alpha ? "independent" : "dependent", pValue };
  };
}

interface Shape {
  readonly height: number;
  readonly width: number;
}

interface Margins {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

/** The margins of one stratum, and how many rows are in it. */
function addMargins(
  { counts, rowStride, columnStride }: StratifiedCounts,
  start: number,
  { height, width }: Shape,
  { rows, columns }: Margins,
): number {
  for (let column = 0; column < width; column++) columns[column] = 0;
  let total = 0;
  for (let row = 0; row < height; row++) {
    let inRow = 0;
    let cell = start + row * rowStride;
    for (let column = 0; column < width; column++) {
      const count = counts[cell] as number;
      cell += columnStride;
      if (count === 0) continue;
      inRow += count;
      columns[column] = (columns[column] as number) + count;
    }
    rows[row] = inRow;
    total += inRow;
  }
  return total;
}

function occurring(totals: Float64Array, length: number): number {
  let count = 0;
  for (let place = 0; place < length; place++) if ((totals[place] as number) > 0) count++;
  return count;
}

type Term = (
  table: StratifiedCounts,
  start: number,
  shape: Shape,
  margins: Margins,
  total: number,
) => number;

/** Σ (O − E)² / E, written as N (Σ O² / (row total · column total) − 1). */
const chiSquareTerm: Term = (
  { counts, rowStride, columnStride },
  start,
  { height, width },
  { rows, columns },
  total,
) => {
  let sum = 0;
  for (let row = 0; row < height; row++) {
    let cell = start + row * rowStride;
    for (let column = 0; column < width; column++) {
      const count = counts[cell] as number;
      cell += columnStride;
      if (count > 0) sum += (count * count) / ((rows[row] as number) * (columns[column] as number));
    }
  }
  return total * (sum - 1);
};

/** 2 Σ O ln(O / E). */
const gSquareTerm: Term = (
  { counts, rowStride, columnStride },
  start,
  { height, width },
  { rows, columns },
  total,
) => {
  let sum = 0;
  for (let row = 0; row < height; row++) {
    let cell = start + row * rowStride;
    for (let column = 0; column < width; column++) {
      const count = counts[cell] as number;
      cell += columnStride;
      if (count === 0) continue;
      sum +=
        count * Math.log((count * total) / ((rows[row] as number) * (columns[column] as number)));
    }
  }
  return 2 * sum;
};
