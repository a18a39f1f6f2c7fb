import type { Field } from "../columns/field.ts";
import { type LinkModel, levelWeights } from "./link-model.ts";
import { matchScore } from "./match-scorer.ts";

/** Pairs of rows: left and right in turn. */
export type RowPairs = readonly number[];

/**
 * How far the pairs between two groups of rows speak for one thing, in bits above `cut`. Two rows that have so few columns in
 * common that even if all were equal it would not be enough have no opinion, unless they differ: rows that were joined know
 * together what each of them knows (Benjelloun, Garcia-Molina, Menestrina, Su, Whang & Widom 2009), and of a table of empty
 * cells most pairs within a group are such.
 */
export function groupScore(
  fields: readonly Field[],
  model: LinkModel,
): (pairs: RowPairs, cut: number) => Float64Array {
  const score = matchScore(fields, model);
  const most = levelWeights(fields, model).map((bits) => Math.max(0, ...bits));
  const couldReach = (left: number, right: number): number => {
    let sum = 0;
    for (const [place, { ids }] of fields.entries()) {
      if ((ids[left] ?? -1) >= 0 && (ids[right] ?? -1) >= 0) sum += most[place] ?? 0;
    }
    return sum;
  };
  return (pairs, cut) =>
    Float64Array.from({ length: pairs.length >> 1 }, (_, at) => {
      const [left, right] = [pairs[2 * at] ?? 0, pairs[2 * at + 1] ?? 0];
      const bits = score(left, right, Number.NEGATIVE_INFINITY);
      return couldReach(left, right) < cut ? Math.min(0, bits) : bits - cut;
    });
}
