import type { DataTable } from "../../data/table.ts";
import type { RowWeights } from "../../data/weighed-patterns.ts";
import { causesOf, isGap, type MissingCauses } from "./find-missing-causes.ts";

/** With more combinations of causes than this share of the rows, their margins are met one after the other. */
const mostCombinations = 0.1;
const rounds = 10;
/** Causes of gaps in causes of gaps: deeper than this they are taken as they are. */
const deepest = 3;

/**
 * For columns of categories: complete rows weighed so that what being missing hangs on is as frequent among them as among all rows,
 * by combination (the density ratio of Tu et al. 2019, section 3.2, as frequencies) or, where these are too many, margin by
 * margin (raking: Deming & Stephan 1940). Undefined for columns of which nothing seen makes them be missing.
 */
export function weighRows(table: DataTable, causes: MissingCauses): RowWeights {
  const counts = table.weights ?? new Float64Array(table.rows).fill(1);
  const weigh = (variables: readonly number[], depth: number): Float64Array => {
    const on = depth > deepest ? [] : causesOf(causes, variables);
    const complete = completeRows(table, [...variables, ...on], counts);
    if (on.length === 0) return complete;
    const all = weigh(on, depth + 1);
    const joint = keysOf(table, on);
    const rows = complete.reduce((sum, weight) => sum + Number(weight > 0), 0);
    const isSmall = new Set(joint).size <= mostCombinations * rows;
    const margins = isSmall ? [joint] : on.map((cause) => keysOf(table, [cause]));
    return rake(complete, all, margins);
  };
  return (variables) => {
    if (causesOf(causes, variables).length === 0) return undefined;
    const weights = weigh(variables, 0);
    return { weights, rows: effectiveRows(weights, counts) };
  };
}

function completeRows(
  table: DataTable,
  variables: readonly number[],
  counts: Float64Array,
): Float64Array {
  const weights = counts.slice();
  for (const variable of new Set(variables)) {
    const column = table.columns[variable];
    for (let row = 0; row < weights.length; row++)
      if (column && isGap(column, row)) weights[row] = 0;
  }
  return weights;
}

/** A number for each row that tells combinations of codes apart. */
function keysOf(table: DataTable, variables: readonly number[]): Int32Array {
  const known = new Map<string, number>();
  const codes = variables.flatMap((variable) => {
    const column = table.columns[variable];
    return column?.kind === "categorical" ? [column.codes] : [];
  });
  return Int32Array.from({ length: table.rows }, (_, row) => {
    const key = codes.map((column) => column[row]).join();
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  });
}

function rake(
  start: Float64Array,
  all: Float64Array,
  margins: readonly Int32Array[],
): Float64Array {
  const weights = start;
  for (let round = 0; round < (margins.length === 1 ? 1 : rounds); round++) {
    for (const keys of margins) {
      const [wanted, had] = [sumsBy(keys, all), sumsBy(keys, weights)];
      for (let row = 0; row < weights.length; row++) {
        const key = keys[row] as number;
        const share = (wanted.get(key) ?? 0) / (had.get(key) ?? 1);
        if ((weights[row] as number) > 0) weights[row] = (weights[row] as number) * share;
      }
    }
  }
  return weights;
}

function sumsBy(keys: Int32Array, weights: Float64Array): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (let row = 0; row < keys.length; row++) {
    const [key, weight] = [keys[row] as number, weights[row] as number];
    if (weight > 0) sums.set(key, (sums.get(key) ?? 0) + weight);
  }
  return sums;
}

/** How many equal rows tell as much as these weighed ones (Kish 1965, section 11.7), each standing for `counts` draws. */
function effectiveRows(weights: Float64Array, counts: Float64Array): number {
  let [sum, squares] = [0, 0];
  for (let row = 0; row < weights.length; row++) {
    const [weight, count] = [weights[row] as number, counts[row] as number];
    if (weight === 0) continue;
    sum += weight;
    squares += (weight * weight) / count;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}
