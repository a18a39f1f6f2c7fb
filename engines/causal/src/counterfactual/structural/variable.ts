import type { Column, Dataset } from "@causeway/engine-learning";
import { findColumn } from "../../data/read-column.ts";

/** A node of a structural model as numbers: measurements, or codes of levels; NaN where unknown. */
export interface Variable {
  readonly name: string;
  /** Names of the codes of a category; undefined for a measurement. */
  readonly levels: readonly string[] | undefined;
  readonly values: Float64Array;
}

/** Throws RangeError where there is no such column, or no value in it. */
export function readVariable(table: Dataset, name: string): Variable {
  return variableOf(findColumn(table, name));
}

/** Numbers of two different values are a yes or no, and so a category. */
export function variableOf(column: Column): Variable {
  const { name } = column;
  if (column.kind === "categorical") {
    const values = new Float64Array(column.codes.length);
    for (let row = 0; row < values.length; row++) {
      const code = column.codes[row] as number;
      values[row] = code < 0 ? Number.NaN : code;
    }
    return { name, levels: column.levels, values };
  }
  const distinct = new Set<number>();
  for (const value of column.values) {
    if (!Number.isNaN(value)) distinct.add(value);
    if (distinct.size > 2) return { name, levels: undefined, values: column.values };
  }
  const numbers = [...distinct].sort((a, b) => a - b);
  return {
    name,
    levels: numbers.map(String),
    values: column.values.map((value) => (Number.isNaN(value) ? value : numbers.indexOf(value))),
  };
}
