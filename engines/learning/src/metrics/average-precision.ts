import { sortedOrder } from "./sorted-order.ts";

/** Area under the precision–recall curve as average precision; equal scores enter together. NaN without positives. */
export function averagePrecision(scores: Float64Array, target: Float64Array): number {
  const order = sortedOrder(scores).reverse();
  let [found, seen, area] = [0, 0, 0];
  for (let at = 0; at < order.length; ) {
    const score = scores[order[at] as number] as number;
    const before = found;
    for (; at < order.length && scores[order[at] as number] === score; at++) {
      if ((target[order[at] as number] as number) > 0.5) found++;
      seen++;
    }
    area += (found - before) * (found / seen);
  }
  return area / found;
}
