/** Codes of a column, one a pattern. */
export type Codes = Uint8Array | Int32Array;

/** Combinations of some columns' codes, each with the number of rows it stands for. */
export interface Patterns {
  /** `codes[c][p]`: the code of column c in pattern p; `levels[c]` (one more than its last code) where it is missing. */
  readonly codes: readonly Codes[];
  /** How many rows each pattern stands for; undefined where each is one row. */
  readonly weights: Int32Array | undefined;
  readonly count: number;
}

/**
 * Where a test of categorical variables gets its counts: rows in memory, or a database that answers
 * "weighted distinct patterns of these columns".
 */
export interface PatternSource {
  readonly names: readonly string[];
  /** Number of codes of each column. */
  readonly levels: readonly number[];
  /** Whether a column has missing values. */
  readonly missing: readonly boolean[];
  /** No question is answered from more rows than these. */
  readonly rows: number;
  /** At least the distinct patterns of these columns; a pattern may stand several times. */
  patterns(columns: readonly number[]): Patterns;
}
