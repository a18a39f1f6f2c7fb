import type { Column } from "./dataset.ts";

/** A numeric column; null and undefined become missing. */
export function numericColumn(
  name: string,
  values: readonly (number | null | undefined)[],
): Column {
  return { kind: "numeric", name, values: Float64Array.from(values, (value) => value ?? NaN) };
}

/** A categorical column whose levels are the distinct values in sorted order; null and undefined become missing. */
export function categoricalColumn(
  name: string,
  values: readonly (string | null | undefined)[],
): Column {
  const distinct = new Set<string>();
  for (const value of values) if (value !== null && value !== undefined) distinct.add(value);
  const levels = [...distinct].sort();
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  const codes = Int32Array.from(values, (value) =>
    value === null || value === undefined ? -1 : (codeOf.get(value) ?? -1),
  );
  return { kind: "categorical", name, codes, levels };
}
