import type { Random } from "@causeway/kernel";
import type { Blocks, Extent } from "./blocks.ts";

/** Pairs of rows: left and right in turn. */
export type Pairs = Int32Array;

/** Pairs drawn at random from all, with repetition. */
export function randomPairs(extent: Extent, size: number, random: Random): Pairs {
  const { leftRows, rows, isTwo } = extent;
  const pairs = new Int32Array(2 * size);
  for (let place = 0; place < size; place++) {
    const left = Math.floor(random() * (isTwo ? leftRows : rows));
    let right = isTwo
      ? leftRows + Math.floor(random() * (rows - leftRows))
      : Math.floor(random() * (rows - 1));
    if (!isTwo && right >= left) right++;
    pairs[2 * place] = Math.min(left, right);
    pairs[2 * place + 1] = Math.max(left, right);
  }
  return pairs;
}

/** Pairs drawn from the blocks of a rule, each pair with the same chance; all of them where they are few. */
export function pairsInBlocks(blocks: Blocks, isTwo: boolean, size: number, random: Random): Pairs {
  const count = blocks.offsets.length - 1;
  const ends = new Float64Array(count);
  let total = 0;
  for (let key = 0; key < count; key++) {
    total += blockPairs(blocks, key, isTwo);
    ends[key] = total;
  }
  if (total <= size) return allPairs(blocks, isTwo, total);
  const pairs = new Int32Array(2 * size);
  for (let place = 0; place < size; place++) {
    const [left, right] = drawPair(blocks, find(ends, random() * total), isTwo, random);
    pairs[2 * place] = left;
    pairs[2 * place + 1] = right;
  }
  return pairs;
}

function blockPairs({ offsets, middles }: Blocks, key: number, isTwo: boolean): number {
  const [start, end] = [offsets[key] ?? 0, offsets[key + 1] ?? 0];
  const middle = middles[key] ?? 0;
  return isTwo ? (middle - start) * (end - middle) : ((end - start) * (end - start - 1)) / 2;
}

function allPairs(blocks: Blocks, isTwo: boolean, total: number): Pairs {
  const pairs = new Int32Array(2 * total);
  let size = 0;
  for (let key = 0; key + 1 < blocks.offsets.length; key++) {
    size = addBlock(blocks, key, isTwo, pairs, size);
  }
  return pairs;
}

function addBlock(
  { offsets, middles, members }: Blocks,
  key: number,
  isTwo: boolean,
  pairs: Pairs,
  size: number,
): number {
  const [start, end, middle] = [offsets[key] ?? 0, offsets[key + 1] ?? 0, middles[key] ?? 0];
  let at = size;
  for (let left = start; left < (isTwo ? middle : end); left++) {
    for (let right = isTwo ? middle : left + 1; right < end; right++) {
      pairs[at++] = members[left] ?? 0;
      pairs[at++] = members[right] ?? 0;
    }
  }
  return at;
}

function drawPair(
  { offsets, middles, members }: Blocks,
  key: number,
  isTwo: boolean,
  random: Random,
): readonly [number, number] {
  const [start, end, middle] = [offsets[key] ?? 0, offsets[key + 1] ?? 0, middles[key] ?? 0];
  const left = start + Math.floor(random() * ((isTwo ? middle : end) - start));
  if (isTwo) {
    const right = middle + Math.floor(random() * (end - middle));
    return [members[left] ?? 0, members[right] ?? 0];
  }
  let right = start + Math.floor(random() * (end - start - 1));
  if (right >= left) right++;
  const [a, b] = [members[left] ?? 0, members[right] ?? 0];
  return a < b ? [a, b] : [b, a];
}

/** The first place whose end is above the position. */
function find(ends: Float64Array, position: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
