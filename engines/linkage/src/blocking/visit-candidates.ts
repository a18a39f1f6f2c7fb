import type { Blocks, Extent } from "./blocks.ts";

/**
 * Calls `visit` once for each pair that some rule puts together, left row below right row; with `blocks` undefined for
 * every pair. Memory is one number a row, whatever the number of pairs.
 */
export function visitCandidates(
  blocks: readonly Blocks[] | undefined,
  extent: Extent,
  visit: (left: number, right: number) => void,
  from = 0,
  to: number = extent.isTwo ? extent.leftRows : extent.rows,
): void {
  if (blocks === undefined) {
    visitAll(extent, visit, from, to);
    return;
  }
  const seen = new Int32Array(extent.rows).fill(-1);
  for (let left = from; left < to; left++) {
    for (const rule of blocks) visitRule(rule, left, seen, extent.isTwo, visit);
  }
}

function visitRule(
  { starts, keys, offsets, members, middles }: Blocks,
  left: number,
  seen: Int32Array,
  isTwo: boolean,
  visit: (left: number, right: number) => void,
): void {
  const end = starts[left + 1] ?? 0;
  for (let at = starts[left] ?? 0; at < end; at++) {
    const key = keys[at] ?? 0;
    const last = offsets[key + 1] ?? 0;
    let place = isTwo ? (middles[key] ?? 0) : after(members, offsets[key] ?? 0, last, left);
    for (; place < last; place++) {
      const right = members[place] ?? 0;
      if (seen[right] === left) continue;
      seen[right] = left;
      visit(left, right);
    }
  }
}

/** The first place in a sorted stretch whose row comes after this one. */
function after(members: Uint32Array, start: number, end: number, row: number): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((members[middle] ?? 0) <= row) low = middle + 1;
    else high = middle;
  }
  return low;
}

function visitAll(
  { leftRows, rows, isTwo }: Extent,
  visit: (left: number, right: number) => void,
  from: number,
  to: number,
): void {
  for (let left = from; left < to; left++) {
    for (let right = isTwo ? leftRows : left + 1; right < rows; right++) visit(left, right);
  }
}
