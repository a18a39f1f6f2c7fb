/** All subsets of one size, in order of their elements. */
export function* subsets<Value>(
  values: readonly Value[],
  size: number,
): Generator<readonly Value[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, value] of values.entries()) {
    for (const rest of subsets(values.slice(index + 1), size - 1)) yield [value, ...rest];
  }
}
