/** Margins, gradients or curvatures: one array per output, one entry per row. */
export type Outputs = readonly Float64Array[];

/** What boosting minimises; the sum over rows of weight × loss(margin, target). */
export interface Loss {
  readonly outputs: number;
  /** The constant margin of each output that minimises the loss (or nearly). */
  start(target: Float64Array, weights: Float64Array): readonly number[];
  /** First and second derivative by the margin, already weighted. */
  derive(
    margins: Outputs,
    target: Float64Array,
    weights: Float64Array,
    gradients: Outputs,
    curvatures: Outputs,
  ): void;
  /** The weighted mean loss. */
  value(margins: Outputs, target: Float64Array, weights: Float64Array): number;
  /** Where the second-order leaf value says little: the value of a leaf from the residuals (target − margin) of its rows. */
  leafValue?(residuals: Float64Array, weights: Float64Array): number;
}

/** Which loss; plain JSON. */
export type LossName =
  | { readonly kind: "log-loss" }
  | { readonly kind: "softmax"; readonly classes: number }
  | { readonly kind: "squared" }
  | { readonly kind: "quantile"; readonly quantile: number };

export function only(outputs: Outputs): Float64Array {
  const [first] = outputs;
  if (first === undefined) throw new RangeError("A loss needs at least one output");
  return first;
}

export function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
