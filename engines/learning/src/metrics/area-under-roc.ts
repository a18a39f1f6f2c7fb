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

/**
 * The same area where each row counts as often as `counts` says, for one set of scores after another drawing of its rows:
 * sorting is done once.
 */
export function countedAreaUnderRoc(
  scores: Float64Array,
  target: Float64Array,
): (counts: Int32Array) => number {
  const order = sortedOrder(scores);
  const isPositive = Uint8Array.from(order, (row) => ((target[row] as number) > 0.5 ? 1 : 0));
  const opensTie = Uint8Array.from(order, (row, at) =>
    at > 0 && scores[row] === scores[order[at - 1] as number] ? 0 : 1,
  );
  return (counts) => {
    let [below, positives, wins, tiedPositives, tiedNegatives] = [0, 0, 0, 0, 0];
    for (let at = 0; at < order.length; at++) {
      if (opensTie[at] === 1) {
        wins += tiedPositives * (below + tiedNegatives / 2);
        below += tiedNegatives;
        positives += tiedPositives;
        tiedPositives = 0;
        tiedNegatives = 0;
      }
      const count = counts[order[at] as number] as number;
      if (isPositive[at] === 1) tiedPositives += count;
      else tiedNegatives += count;
    }
    wins += tiedPositives * (below + tiedNegatives / 2);
    return wins / ((positives + tiedPositives) * (below + tiedNegatives));
  };
}
