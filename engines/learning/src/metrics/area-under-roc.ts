import { sortedOrder } from "./sorted-order.ts";

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties half (Mann–Whitney U).
 * NaN where a class is absent. Source: Hanley & McNeil, Radiology 143 (1982).
 */
export function areaUnderRoc(scores: Float64Array, target: Float64Array): number {
  const order = sortedOrder(scores);
  let [negativesBelow, positives, wins] = [0, 0, 0];
  for (let at = 0; at < order.length; ) {
    let [tiedPositives, tiedNegatives] = [0, 0];
    const score = scores[order[at] as number] as number;
    for (; at < order.length && scores[order[at] as number] === score; at++) {
      if ((target[order[at] as number] as number) > 0.5) tiedPositives++;
      else tiedNegatives++;
    }
    wins += tiedPositives * (negativesBelow + tiedNegatives / 2);
    negativesBelow += tiedNegatives;
    positives += tiedPositives;
  }
  return wins / (positives * negativesBelow);
}
