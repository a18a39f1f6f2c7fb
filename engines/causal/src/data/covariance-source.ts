/**
 * Where a Gaussian test gets its numbers: rows in memory, or a database that answers "covariance of these columns".
 * Variables may take several dimensions each (the indicators of a category).
 */
export interface CovarianceSource {
  readonly names: readonly string[];
  /** Number of dimensions of each variable. */
  readonly dimensions: readonly number[];
  /** Correlations of all dimensions of all variables where no value is missing; undefined where some are. */
  readonly whole: Correlations | undefined;
  /** Correlations of all dimensions of `variables`, in order, over the rows in which all of them are known. */
  correlation(variables: readonly number[]): Correlations;
}

export interface Correlations {
  /** Row-major and square. */
  readonly matrix: Float64Array;
  /** The number of rows behind it. */
  readonly rows: number;
}
