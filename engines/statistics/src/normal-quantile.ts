const centre = [
  [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ],
  [
    -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972,
    -13.28068155288572, 1,
  ],
] as const;
const tail = [
  [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
    4.374664141464968, 2.938163982698783,
  ],
  [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
] as const;

function polynomial(coefficients: readonly number[], at: number): number {
  return coefficients.reduce((sum, coefficient) => sum * at + coefficient, 0);
}

/**
 * The standard normal quantile; `probability` in (0, 1), relative error below 1.2e-9.
 * Source: P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution function" (2003).
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`A probability inside (0, 1) is needed, not ${probability}`);
  }
  if (probability > 0.5) return -normalQuantile(1 - probability);
  if (probability < 0.02425) {
    const root = Math.sqrt(-2 * Math.log(probability));
    return polynomial(tail[0], root) / polynomial(tail[1], root);
  }
  const offset = probability - 0.5;
  return (offset * polynomial(centre[0], offset ** 2)) / polynomial(centre[1], offset ** 2);
}
