/** Three outcomes, not two: a test with too few rows for each cell says nothing, it does not say "independent". */
export type Outcome = "dependent" | "independent" | "not-enough-data";

export interface TestResult {
  readonly outcome: Outcome;
  /** Probability of a statistic at least this large under independence; NaN without enough data. */
  readonly pValue: number;
}

/** Whether two variables are independent given others; variables are numbers into `names`. */
export interface IndependenceTest {
  readonly names: readonly string[];
  /**
   * Prepares the tests of one pair whose conditioning sets will come from `candidates`, so that work common to
   * them is done once.
   */
  pair(
    x: number,
    y: number,
    candidates: readonly number[],
  ): (given: readonly number[]) => TestResult;
}
