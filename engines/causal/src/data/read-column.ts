import type { Column, Dataset } from "@causeway/engine-learning";

/** Throws RangeError where there is no such column, or no value in it. */
export function findColumn(table: Dataset, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column) {
    const names = table.columns.map((candidate) => candidate.name).join(", ");
    throw new RangeError(`There is no column “${name}” (there are ${names})`);
  }
  const isEmpty =
    column.kind === "numeric"
      ? column.values.every(Number.isNaN)
      : column.codes.every((code) => code < 0);
  if (isEmpty) throw new RangeError(`Column “${name}” has no value in any row`);
  return column;
}

const pairs = [
  ["no", "yes"],
  ["n", "y"],
  ["false", "true"],
  ["f", "t"],
  ["lost", "won"],
  ["否", "是"],
  ["输单", "赢单"],
];

/** Numbers, or the two words of a yes or no as 0 and 1. */
export function readNumbers(column: Column, role: string): Float64Array {
  if (column.kind === "numeric") return column.values;
  const words = column.levels.map((level) => level.toLowerCase());
  const pair = pairs.find((both) => words.every((word) => both.includes(word)));
  if (!pair) {
    const example = column.levels.find((level) => Number.isNaN(Number(level))) ?? "";
    throw new RangeError(
      `Column “${column.name}” holds texts (“${example}”); ${role} needs numbers`,
    );
  }
  const values = words.map((word) => pair.indexOf(word));
  return Float64Array.from(column.codes, (code) => values[code] ?? Number.NaN);
}
