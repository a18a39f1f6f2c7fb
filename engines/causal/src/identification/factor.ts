/** A table over binary variables: the value for an assignment stands at the number its bits spell, first variable lowest. */
export interface Factor {
  readonly variables: readonly string[];
  readonly values: Float64Array;
}

export const unitFactor: Factor = { variables: [], values: new Float64Array([1]) };

function positionsIn(part: readonly string[], whole: readonly string[]): readonly number[] {
  return part.map((variable) => whole.indexOf(variable));
}

function projected(index: number, positions: readonly number[]): number {
  let result = 0;
  for (const [bit, position] of positions.entries()) result |= ((index >> position) & 1) << bit;
  return result;
}

function combine(left: Factor, right: Factor, operation: (a: number, b: number) => number): Factor {
  const variables = [...new Set([...left.variables, ...right.variables])];
  const values = new Float64Array(2 ** variables.length);
  const leftPositions = positionsIn(left.variables, variables);
  const rightPositions = positionsIn(right.variables, variables);
  for (let index = 0; index < values.length; index++) {
    const a = left.values[projected(index, leftPositions)] ?? 0;
    const b = right.values[projected(index, rightPositions)] ?? 0;
    values[index] = operation(a, b);
  }
  return { variables, values };
}

export const multiply = (left: Factor, right: Factor): Factor =>
  combine(left, right, (a, b) => a * b);
export const divide = (left: Factor, right: Factor): Factor =>
  combine(left, right, (a, b) => a / b);

/** The factor with `gone` summed out; a variable it does not have counts twice, as a sum over its two values. */
export function sumOut(factor: Factor, gone: readonly string[]): Factor {
  const variables = factor.variables.filter((variable) => !gone.includes(variable));
  const values = new Float64Array(2 ** variables.length);
  const positions = positionsIn(variables, factor.variables);
  const absent = gone.filter((variable) => !factor.variables.includes(variable)).length;
  for (let index = 0; index < factor.values.length; index++) {
    const target = projected(index, positions);
    values[target] = (values[target] ?? 0) + (factor.values[index] ?? 0) * 2 ** absent;
  }
  return { variables, values };
}

/** The largest difference of two factors over all assignments of the variables of both. */
export function largestDifference(left: Factor, right: Factor): number {
  const { values } = combine(left, right, (a, b) => Math.abs(a - b));
  let largest = 0;
  for (const value of values)
    largest = Number.isNaN(value) ? Number.POSITIVE_INFINITY : Math.max(largest, value);
  return largest;
}
