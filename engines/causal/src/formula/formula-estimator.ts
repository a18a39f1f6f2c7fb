import { type Column, createDataset, type Dataset, selectRows } from "@causeway/engine-learning";
import { findColumn } from "../data/read-column.ts";
import { type Check, graded } from "../estimation/check.ts";
import type { Estimand } from "../identification/estimand.ts";
import type { FrontDoorProblem } from "./front-door-effect.ts";
import { type Grouped, groupColumn } from "./group-column.ts";
import { mergeRows } from "./merge-rows.ts";
import type { OnRows } from "./resampled-error.ts";
import { type Response, responseByFormula } from "./response-by-formula.ts";

/** A number from rows by a formula, with what is to be said of the data behind it. */
export interface FormulaEstimator {
  readonly compute: OnRows;
  readonly weights: Float64Array;
  readonly checks: readonly Check[];
}

/** The values of the treatment, a group's mean for a group, with the share of the rows that have it. */
export interface Doses {
  readonly values: readonly number[];
  readonly shares: readonly number[];
}

const fewestRows = 50;
const outcomeGroups = 20;

export interface CompleteTable {
  readonly table: Dataset;
  /** Where its rows stand in the whole. */
  readonly rows: readonly number[];
}

/**
 * Treatment, the named columns and outcome of the rows in which all are known. Throws RangeError where these are too few, and where there is
 * no such column.
 */
export function completeTable(
  table: Dataset,
  names: readonly string[],
  [treatment, outcome]: readonly [Column, Column],
): CompleteTable {
  const between = names.filter((name) => name !== treatment.name && name !== outcome.name);
  const columns = [treatment, ...between.map((name) => findColumn(table, name)), outcome];
  const whole = createDataset(columns);
  const kept = Array.from({ length: whole.rows }, (_, row) => row).filter((row) =>
    columns.every((column) =>
      column.kind === "numeric"
        ? !Number.isNaN(column.values[row])
        : (column.codes[row] as number) >= 0,
    ),
  );
  if (kept.length < fewestRows)
    throw new RangeError(
      `Only ${kept.length} rows are complete; at least ${fewestRows} are needed`,
    );
  return { table: selectRows(whole, kept), rows: kept };
}

/** Whether a column between treatment and outcome has more values than a table should have groups. */
export const isFine = ({ columns }: Dataset): boolean =>
  columns.slice(1, -1).some((column) => groupColumn(column, 2).isCut);

/** Through the front door by regressions; the table holds the treatment, the mediators and the outcome. */
export function regressionEstimator(
  complete: Dataset,
  isBinary: boolean,
  read: (problem: FrontDoorProblem) => number,
): FormulaEstimator {
  const compute: OnRows = (weights) => {
    const rows: number[] = [];
    for (const [row, weight] of weights.entries())
      for (let one = 0; one < weight; one++) rows.push(row);
    const { columns } = selectRows(complete, rows);
    const numbers = (column: Column | undefined) =>
      column?.kind === "numeric" ? column.values : new Float64Array();
    return read({
      mediators: createDataset(columns.slice(1, -1)),
      outcome: numbers(columns.at(-1)),
      treatment: numbers(columns[0]),
      isBinary,
    });
  };
  return { compute, weights: new Float64Array(complete.rows).fill(1), checks: [] };
}

/** A formula with frequencies in place of probabilities. */
export interface FormulaTables {
  readonly doses: Doses;
  /** Whether different treatments share a group. */
  readonly isCut: boolean;
  readonly weights: Float64Array;
  respond(weights: Float64Array): Response;
  /** What is to be said of the data behind the response to these codes of the treatment. */
  checks(codes: readonly number[]): readonly Check[];
}

/**
 * The table holds the treatment first and the outcome last. `segment`: the rows over which conditions of the formula are averaged,
 * all where absent.
 */
export function formulaTables(
  complete: Dataset,
  estimand: Estimand,
  segment?: readonly number[],
): FormulaTables {
  const last = complete.columns.length - 1;
  const groups = Math.min(8, Math.max(3, Math.round((complete.rows / 10) ** (1 / last))));
  const grouped = complete.columns.map((column, place) =>
    groupColumn(column, place === last ? outcomeGroups : groups),
  );
  const [treatment, outcome] = [grouped[0], grouped[last]];
  const rows = mergeRows(grouped);
  const over = segment && mergeRows(grouped.map((column) => pickRows(column, segment)));
  const respond = (weights: Float64Array) =>
    responseByFormula(
      estimand,
      { ...rows, weights },
      { treatment: treatment?.name ?? "", outcome: outcome?.name ?? "" },
      over,
    );
  const cut = grouped.filter(({ isCut }, place) => isCut && place !== last);
  return {
    doses: {
      values: treatment?.values ?? [],
      shares: (treatment?.values ?? []).map((_, code) => shareOf(treatment?.codes ?? [], code)),
    },
    isCut: treatment?.isCut ?? false,
    weights: rows.weights,
    respond,
    checks(codes) {
      const { mass } = respond(rows.weights);
      const lost = 1 - Math.min(...codes.map((code) => mass[code] ?? 0));
      return [
        supported(lost),
        ...(cut.length > 0 ? [cutIntoGroups(cut.map(({ name }) => name))] : []),
      ];
    },
  };
}

const pickRows = (column: Grouped, rows: readonly number[]): Grouped => ({
  ...column,
  codes: Int32Array.from(rows, (row) => column.codes[row] as number),
});

function shareOf(codes: ArrayLike<number>, wanted: number): number {
  let count = 0;
  for (let row = 0; row < codes.length; row++) if (codes[row] === wanted) count++;
  return count / codes.length;
}

function supported(lost: number): Check {
  const percent = (100 * Math.max(0, lost)).toFixed(1);
  return {
    name: "overlap",
    verdict: graded(lost, { caution: 0.02, refuse: 0.1 }),
    says: {
      zh: `公式所需的组合中，${percent}% 在数据里从未出现。`,
      en: `${percent}% of what the formula needs are combinations that the data never show.`,
    },
  };
}

function cutIntoGroups(names: readonly string[]): Check {
  return {
    name: "groups",
    verdict: "caution",
    says: {
      zh: `公式按表计算，${names.join("、")} 的数值被分成若干组；组内的差别未计入。`,
      en: `The formula works on tables, so the numbers of ${names.join(", ")} were cut into groups; differences within a group do not count.`,
    },
  };
}
