import { normalQuantile } from "@causeway/engine-statistics";

/** Skewness and excess kurtosis beyond these make a column far from normal. */
const mostSkewness = 1;
const mostKurtosis = 4;

/** Whether Pearson's correlation would hang on a few extreme values of this column. NaN is skipped. */
export function isFarFromNormal(values: Float64Array): boolean {
  let count = 0;
  let sum = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
  }
  const mean = sum / count;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let row = 0; row < values.length; row++) {
    const distance = (values[row] as number) - mean;
    if (Number.isNaN(distance)) continue;
    const square = distance * distance;
    second += square;
    third += square * distance;
    fourth += square * square;
  }
  const variance = second / count;
  if (!(variance > 0)) return false;
  const skewness = third / count / variance ** 1.5;
  const kurtosis = fourth / count / variance ** 2 - 3;
  return Math.abs(skewness) > mostSkewness || kurtosis > mostKurtosis;
}

/**
 * The normal quantiles of the ranks, ties sharing their mean rank: what Fisher's z needs where the variables are normal up to
 * monotone transformations of each (the nonparanormal: Liu, Lafferty & Wasserman 2009). NaN stays NaN.
 */
export function normalScores(values: Float64Array): Float64Array {
  const order = [...values.keys()]
    .filter((row) => !Number.isNaN(values[row]))
    .sort((a, b) => (values[a] as number) - (values[b] as number));
  const scores = new Float64Array(values.length).fill(Number.NaN);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number])
      end++;
    const score = normalQuantile((start + end) / 2 / order.length);
    for (const row of order.slice(start, end)) scores[row] = score;
    start = end;
  }
  return scores;
}
