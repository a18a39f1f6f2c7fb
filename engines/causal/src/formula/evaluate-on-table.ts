import type { Estimand } from "../identification/estimand.ts";
import type { Grouped } from "./group-column.ts";
import { divide, multiply, sumOut, type TableFactor, unit } from "./table-factor.ts";

/** More places than this are too many to fill from data, and to compute with. */
const mostPlaces = 4_000_000;

/** The rows of some columns, each counted as often as its weight says. */
export interface WeightedRows {
  readonly columns: readonly Grouped[];
  readonly weights: Float64Array;
}

/**
 * The value of an estimand with the observed frequencies in place of the probabilities, as a table over its free variables. Throws
 * RangeError where its tables would be too large.
 */
export function evaluateOnTable(estimand: Estimand, rows: WeightedRows): TableFactor {
  const sizeOf = (name: string) => columnOf(rows, name).size;
  const evaluate = (tree: Estimand): TableFactor => {
    switch (tree.kind) {
      case "probability": {
        const joint = frequencies(rows, [...tree.of, ...tree.given]);
        return tree.given.length === 0 ? joint : divide(joint, sumOut(joint, tree.of, sizeOf));
      }
      case "product":
        return tree.factors.map(evaluate).reduce((left, right) => {
          checkSize([...new Set([...left.variables, ...right.variables])].map(sizeOf));
          return multiply(left, right);
        }, unit);
      case "quotient":
        return divide(evaluate(tree.numerator), evaluate(tree.denominator));
      case "sum":
        return sumOut(evaluate(tree.of), tree.over, sizeOf);
    }
  };
  return evaluate(estimand);
}

function columnOf({ columns }: WeightedRows, name: string): Grouped {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw new RangeError(`There is no column “${name}”`);
  return column;
}

function checkSize(sizes: readonly number[]): void {
  if (sizes.reduce((product, size) => product * size, 1) > mostPlaces)
    throw new RangeError("The formula needs tables of more combinations than data can fill");
}

/** How often each combination of the columns occurs, as a share. */
export function frequencies(rows: WeightedRows, names: readonly string[]): TableFactor {
  const columns = names.map((name) => columnOf(rows, name));
  const sizes = columns.map(({ size }) => size);
  checkSize(sizes);
  const values = new Float64Array(sizes.reduce((product, size) => product * size, 1));
  let total = 0;
  for (const [row, weight] of rows.weights.entries()) {
    if (weight === 0) continue;
    let place = 0;
    for (const { codes, size } of columns) place = place * size + (codes[row] as number);
    values[place] = (values[place] as number) + weight;
    total += weight;
  }
  return { variables: names, sizes, values: values.map((value) => value / total) };
}
