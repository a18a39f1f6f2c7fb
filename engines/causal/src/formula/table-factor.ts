/** A function of the codes of some variables; the first one changes slowest. */
export interface TableFactor {
  readonly variables: readonly string[];
  readonly sizes: readonly number[];
  readonly values: Float64Array;
}

export const unit: TableFactor = { variables: [], sizes: [], values: new Float64Array([1]) };

const placesOf = (sizes: readonly number[]) => sizes.reduce((product, size) => product * size, 1);

/** For each place of a table over `variables` the place in the factor with the same codes. */
function placesIn(
  factor: TableFactor,
  variables: readonly string[],
  sizes: readonly number[],
): Int32Array {
  const strides = new Map<string, number>();
  let stride = 1;
  for (let at = factor.variables.length - 1; at >= 0; at--) {
    strides.set(factor.variables[at] ?? "", stride);
    stride *= factor.sizes[at] ?? 1;
  }
  const result = new Int32Array(placesOf(sizes));
  let block = result.length;
  for (const [at, variable] of variables.entries()) {
    const size = sizes[at] ?? 1;
    block /= size;
    const step = strides.get(variable) ?? 0;
    if (step === 0) continue;
    for (let place = 0; place < result.length; place++)
      result[place] = (result[place] as number) + (Math.floor(place / block) % size) * step;
  }
  return result;
}

function combine(
  left: TableFactor,
  right: TableFactor,
  operation: (a: number, b: number) => number,
): TableFactor {
  const added = right.variables.flatMap((variable, at) =>
    left.variables.includes(variable) ? [] : [{ variable, size: right.sizes[at] ?? 1 }],
  );
  const variables = [...left.variables, ...added.map(({ variable }) => variable)];
  const sizes = [...left.sizes, ...added.map(({ size }) => size)];
  const [inLeft, inRight] = [placesIn(left, variables, sizes), placesIn(right, variables, sizes)];
  const values = new Float64Array(inLeft.length);
  for (let place = 0; place < values.length; place++) {
    values[place] = operation(
      left.values[inLeft[place] as number] as number,
      right.values[inRight[place] as number] as number,
    );
  }
  return { variables, sizes, values };
}

export const multiply = (left: TableFactor, right: TableFactor): TableFactor =>
  combine(left, right, (a, b) => a * b);

/** Nothing over nothing is nothing: what the data never show gets no weight, and its share goes missing from the sum. */
export const divide = (left: TableFactor, right: TableFactor): TableFactor =>
  combine(left, right, (a, b) => (b > 0 ? a / b : 0));

/** Summed over some of its variables. A variable it does not have adds as many equal terms as it has values. */
export function sumOut(
  factor: TableFactor,
  gone: readonly string[],
  sizeOf: (variable: string) => number,
): TableFactor {
  const kept = factor.variables.map((variable) => !gone.includes(variable));
  const variables = factor.variables.filter((_, at) => kept[at]);
  const sizes = factor.sizes.filter((_, at) => kept[at]);
  const absent = gone.filter((variable) => !factor.variables.includes(variable));
  const times = placesOf(absent.map(sizeOf));
  const values = new Float64Array(placesOf(sizes));
  const target = placesIn({ variables, sizes, values }, factor.variables, factor.sizes);
  for (let place = 0; place < factor.values.length; place++) {
    const at = target[place] as number;
    values[at] = (values[at] as number) + times * (factor.values[place] as number);
  }
  return { variables, sizes, values };
}
