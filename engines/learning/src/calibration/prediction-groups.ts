import { sortedOrder } from "../metrics/sorted-order.ts";

/**
 * Row numbers in ascending order of their predictions, cut into at most `most` groups of like size of at least `least` rows
 * (one smaller group where there are fewer). Equal predictions stay together.
 */
export function predictionGroups(
  predicted: Float64Array,
  least: number,
  most: number,
): readonly Uint32Array[] {
  const order = sortedOrder(predicted);
  const size = Math.max(least, Math.ceil(order.length / most));
  const groups: Uint32Array[] = [];
  for (let start = 0; start < order.length; ) {
    const end = endOfTies(predicted, order, start + size);
    // What is left over is too little for a group of its own.
    const last = order.length - end < least ? order.length : end;
    groups.push(order.subarray(start, last));
    start = last;
  }
  return groups;
}

function endOfTies(predicted: Float64Array, order: Uint32Array, cut: number): number {
  let end = Math.min(cut, order.length);
  while (
    end < order.length &&
    predicted[order[end] as number] === predicted[order[end - 1] as number]
  ) {
    end++;
  }
  return end;
}
