import type { Column, Dataset } from "../dataset/dataset.ts";

/** How one column becomes terms of a linear model. */
export type ColumnEncoding = NumericEncoding | CategoricalEncoding;

/** One standardised term (missing → 0, the mean), and one for "is missing" where training saw missing values. */
export interface NumericEncoding {
  readonly kind: "numeric";
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
  readonly missingTerm: boolean;
  /** Values beyond count as these: what training never saw is not extrapolated to certainty. Absent where it is. */
  readonly range?: readonly [number, number] | undefined;
}

/** One term per frequent level, then one for all other levels, then one for missing values. */
export interface CategoricalEncoding {
  readonly kind: "categorical";
  readonly name: string;
  readonly levels: readonly string[];
  readonly termOfLevel: readonly number[];
  readonly terms: number;
  readonly missingTerm: boolean;
}

const maxTerms = 64;
const minRowsOfLevel = 5;

/**
 * Learns the encoding of every column from the training rows. A column without variation gets no term of its own.
 * `bounded` stops numbers one standard deviation beyond what training saw.
 */
export function learnEncodings(
  dataset: Dataset,
  { bounded = false }: { readonly bounded?: boolean } = {},
): readonly ColumnEncoding[] {
  return dataset.columns.map((column) => learnEncoding(column, bounded));
}

function learnEncoding(column: Column, bounded: boolean): ColumnEncoding {
  return column.kind === "numeric"
    ? learnNumeric(column.name, column.values, bounded)
    : learnCategorical(column.name, column.codes, column.levels);
}

function learnNumeric(name: string, values: Float64Array, bounded: boolean): NumericEncoding {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count++;
    if (value < low) low = value;
    if (value > high) high = value;
    const before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
  }
  const deviation = count > 1 ? Math.sqrt(squares / count) : 0;
  const encoding = { mean, deviation, missingTerm: count < values.length };
  const range = [low - deviation, high + deviation] as const;
  return { kind: "numeric", name, ...encoding, ...(bounded && count > 0 && { range }) };
}

function learnCategorical(
  name: string,
  codes: Int32Array,
  levels: readonly string[],
): CategoricalEncoding {
  const counts = new Float64Array(levels.length);
  let missing = false;
  for (const code of codes) {
    if (code < 0) missing = true;
    else counts[code] = (counts[code] as number) + 1;
  }
  const frequent = Array.from(levels.keys())
    .filter((code) => (counts[code] as number) >= minRowsOfLevel)
    .sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
    .slice(0, maxTerms)
    .sort((a, b) => a - b);
  const termOfLevel = new Array<number>(levels.length).fill(frequent.length);
  frequent.forEach((code, term) => {
    termOfLevel[code] = term;
  });
  const hasOther = frequent.length < levels.length;
  const terms = frequent.length + (hasOther ? 1 : 0);
  return { kind: "categorical", name, levels, termOfLevel, terms, missingTerm: missing };
}

/** The number of terms of one column. */
export function encodingTerms(encoding: ColumnEncoding): number {
  const own = encoding.kind === "numeric" ? 1 : encoding.terms;
  return own + (encoding.missingTerm ? 1 : 0);
}
