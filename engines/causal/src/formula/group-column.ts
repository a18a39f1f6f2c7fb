import type { Column } from "@causeway/engine-learning";

/** A column as codes, for formulas over tables. */
export interface Grouped {
  readonly name: string;
  readonly size: number;
  /** −1 where the value is missing. */
  readonly codes: Int32Array;
  /** The mean value of each code; its number where it holds texts. */
  readonly values: readonly number[];
  /** Whether different numbers share a code. */
  readonly isCut: boolean;
}

/** Numbers with at most so many values keep them. */
const mostValues = 12;

/** Levels as they are; numbers with many values cut at their quantiles into at most `groups`. */
export function groupColumn(column: Column, groups: number): Grouped {
  const { name } = column;
  if (column.kind === "categorical") {
    const values = column.levels.map((_, code) => code);
    return { name, size: column.levels.length, codes: column.codes, values, isCut: false };
  }
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = [...new Set(sorted)];
  if (distinct.length <= Math.max(groups, mostValues)) {
    const codeOf = new Map(distinct.map((value, code) => [value, code]));
    const codes = Int32Array.from(column.values, (value) => codeOf.get(value) ?? -1);
    return { name, size: distinct.length, codes, values: distinct, isCut: false };
  }
  const cuts = [
    ...new Set(
      Array.from(
        { length: groups - 1 },
        (_, cut) => sorted[Math.floor(((cut + 1) * sorted.length) / groups)] as number,
      ),
    ),
  ].filter((cut) => cut > (sorted[0] as number));
  const codes = Int32Array.from(column.values, (value) =>
    Number.isNaN(value) ? -1 : cuts.filter((cut) => value >= cut).length,
  );
  return {
    name,
    size: cuts.length + 1,
    codes,
    values: means(column.values, codes, cuts.length + 1),
    isCut: true,
  };
}

function means(values: Float64Array, codes: Int32Array, size: number): readonly number[] {
  const sums = new Float64Array(size);
  const counts = new Float64Array(size);
  for (const [row, code] of codes.entries()) {
    if (code < 0) continue;
    sums[code] = (sums[code] as number) + (values[row] as number);
    counts[code] = (counts[code] as number) + 1;
  }
  return Array.from(sums, (sum, code) => sum / Math.max(1, counts[code] as number));
}
