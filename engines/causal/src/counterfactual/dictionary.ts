import type { Column, Dataset } from "@causeway/engine-learning";

/** Turns rows into columns of terms; every call gives the same terms in the same order. */
export type Dictionary = (rows: Dataset) => readonly Float64Array[];

type Terms = (column: Column | undefined) => readonly Float64Array[];

/**
 * Terms of a smooth mechanism: each column (numbers standardised, with their squares; levels as indicators; "is missing"), and
 * all terms of the set variable times all others. What is learned of scale and levels comes from `training`.
 */
export function createDictionary(training: Dataset, setVariable: string): Dictionary {
  const makers = training.columns.map((column) => ({ name: column.name, terms: termsOf(column) }));
  return (rows) => {
    const own: Float64Array[] = [];
    const others: Float64Array[] = [];
    for (const { name, terms } of makers) {
      const column = rows.columns.find((candidate) => candidate.name === name);
      (name === setVariable ? own : others).push(...terms(column));
    }
    const products = own.flatMap((left) =>
      others.map((right) => left.map((value, row) => value * (right[row] as number))),
    );
    return [...own, ...others, ...products];
  };
}

function termsOf(column: Column): Terms {
  if (column.kind === "numeric") return numericTerms(column.values);
  const frequent = column.levels
    .map((_, code) => code)
    .filter((code) => column.codes.filter((value) => value === code).length >= 5)
    .slice(1);
  return (rows) =>
    rows?.kind === "categorical"
      ? frequent.map((code) => Float64Array.from(rows.codes, (value) => Number(value === code)))
      : [];
}

function numericTerms(values: Float64Array): Terms {
  const present = values.filter((value) => !Number.isNaN(value));
  const mean = average(present);
  const deviation = Math.sqrt(average(present.map((value) => (value - mean) ** 2)));
  if (!(deviation > 0)) return () => [];
  const isCurved = new Set(present).size > 2;
  const hasGaps = present.length < values.length;
  return (rows) => {
    if (rows?.kind !== "numeric") return [];
    const scaled = rows.values.map((value) =>
      Number.isNaN(value) ? 0 : (value - mean) / deviation,
    );
    return [
      scaled,
      ...(isCurved ? [scaled.map((value) => value * value)] : []),
      ...(hasGaps ? [rows.values.map((value) => Number(Number.isNaN(value)))] : []),
    ];
  };
}

const average = (values: Float64Array) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
