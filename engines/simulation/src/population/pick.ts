/** Element of a non-empty list at a uniform number. */
export function pick<Item>(items: readonly Item[], uniform: number): Item {
  const item = items[Math.min(items.length - 1, Math.floor(uniform * items.length))];
  if (item === undefined) throw new RangeError("pick() needs a list that is not empty");
  return item;
}

/** Index of the share into which a uniform number falls; the last one when the shares sum to less. */
export function pickShare(shares: readonly number[], uniform: number): number {
  let left = uniform;
  for (let index = 0; index < shares.length; index++) {
    left -= shares[index] ?? 0;
    if (left < 0) return index;
  }
  return shares.length - 1;
}
