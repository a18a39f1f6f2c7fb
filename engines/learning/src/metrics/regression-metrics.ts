/** The scores of predictions of a number. */
export interface RegressionMetrics {
  readonly rmse: number;
  readonly mae: number;
  /** 1 − residual sum of squares / total sum of squares. */
  readonly r2: number;
  /** Σ|error| / Σ|actual|. */
  readonly wape: number;
}

export function regressionMetrics(
  predicted: Float64Array,
  target: Float64Array,
): RegressionMetrics {
  let [squares, absolutes, magnitude, sum] = [0, 0, 0, 0];
  for (let row = 0; row < target.length; row++) {
    const actual = target[row] as number;
    const error = (predicted[row] as number) - actual;
    squares += error * error;
    absolutes += Math.abs(error);
    magnitude += Math.abs(actual);
    sum += actual;
  }
  const mean = sum / target.length;
  const total = target.reduce((variance, actual) => variance + (actual - mean) ** 2, 0);
  return {
    rmse: Math.sqrt(squares / target.length),
    mae: absolutes / target.length,
    r2: 1 - squares / total,
    wape: absolutes / magnitude,
  };
}
