const longest = 128;
let [before, previous, current] = [0, 1, 2].map(() => new Uint16Array(longest + 1)) as [
  Uint16Array,
  Uint16Array,
  Uint16Array,
];

/**
 * How many characters to insert, delete, change or swap with their neighbour (Damerau 1964, each place edited once);
 * `limit + 1` for anything above the limit. Looks at the first 128 characters. Symmetric.
 */
export function editDistance(left: string, right: string, limit: number): number {
  if (left === right) return 0;
  const m = Math.min(left.length, longest);
  const n = Math.min(right.length, longest);
  if (Math.abs(m - n) > limit) return limit + 1;
  for (let j = 0; j <= n; j++) previous[j] = j;
  for (let i = 1; i <= m; i++) {
    const least = fillRow(left, right, i, n);
    if (least > limit) return limit + 1;
    [before, previous, current] = [previous, current, before];
  }
  return Math.min(previous[n] ?? 0, limit + 1);
}

function fillRow(left: string, right: string, i: number, n: number): number {
  current[0] = i;
  let least = i;
  const code = left.charCodeAt(i - 1);
  for (let j = 1; j <= n; j++) {
    const other = right.charCodeAt(j - 1);
    let cost = (previous[j - 1] ?? 0) + (code === other ? 0 : 1);
    cost = Math.min(cost, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
    const swapped =
      i > 1 && j > 1 && code === right.charCodeAt(j - 2) && left.charCodeAt(i - 2) === other;
    if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
    current[j] = cost;
    if (cost < least) least = cost;
  }
  return least;
}
