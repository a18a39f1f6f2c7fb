/** Row numbers in ascending order of `keys`; equal keys stay in row order. */
export function sortedOrder(keys: Float64Array): Uint32Array {
  const order = Uint32Array.from({ length: keys.length }, (_, row) => row);
  return order.sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);
}
