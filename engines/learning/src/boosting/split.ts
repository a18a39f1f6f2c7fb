/** What a split must respect. */
export interface SplitRules {
  readonly l1: number;
  readonly l2: number;
  readonly minRows: number;
  readonly minCurvature: number;
  readonly minGain: number;
  /** Added to l2 for splits by sets of levels, which have many more ways to fit noise. */
  readonly categoryL2: number;
  /** Added to the curvature when levels are ordered by their mean gradient. */
  readonly categorySmoothing: number;
  /** At most this many levels on the smaller side. */
  readonly maxCategories: number;
}

/** The sums of a leaf and the bounds that monotone constraints put on its value. */
export interface NodeSums {
  readonly gradient: number;
  readonly curvature: number;
  readonly rows: number;
  readonly low: number;
  readonly high: number;
}

/** The best split found so far; one object is reused through the search of a leaf. */
export interface Split {
  gain: number;
  feature: number;
  /** Numeric: bins ≤ this go left. */
  bin: number;
  missingLeft: boolean;
  /** Categorical: the bins that go left. */
  categories: readonly number[] | undefined;
  leftGradient: number;
  leftCurvature: number;
  leftValue: number;
  rightValue: number;
}

export function emptySplit(): Split {
  return {
    gain: 0,
    feature: -1,
    bin: -1,
    missingLeft: false,
    categories: undefined,
    leftGradient: 0,
    leftCurvature: 0,
    leftValue: 0,
    rightValue: 0,
  };
}

/** The value that minimises G·w + ½(H + l2)·w² + l1·|w| within the bounds. */
export function leafValue(
  gradient: number,
  curvature: number,
  l1: number,
  l2: number,
  low: number,
  high: number,
): number {
  const shrunk = Math.sign(gradient) * Math.max(0, Math.abs(gradient) - l1);
  const value = -shrunk / (curvature + l2);
  return Math.min(high, Math.max(low, value));
}

/** Twice the loss that the value saves: −(2·G·w + (H + l2)·w² + 2·l1·|w|). */
export function valueGain(
  gradient: number,
  curvature: number,
  l1: number,
  l2: number,
  value: number,
): number {
  return -(2 * gradient * value + (curvature + l2) * value * value + 2 * l1 * Math.abs(value));
}
