import { jaroWinkler } from "./jaro-winkler.ts";

/** How alike two parts of names are: 1 equal, .9 an initial, else Jaro–Winkler from .84 on, 0 below. */
export function partLikeness(left: string, right: string): number {
  if (left === right) return 1;
  if (left.length === 1 || right.length === 1) return left[0] === right[0] ? 0.9 : 0;
  const likeness = jaroWinkler(left, right);
  return likeness >= 0.84 ? likeness : 0;
}

/**
 * How alike two names of several parts are, 0 to 1, in any order: each part of the shorter finds its best partner; a
 * part that has none counts in full, one that the shorter leaves out by a third.
 */
export function nameLikeness(left: readonly string[], right: readonly string[]): number {
  const [few, many] = left.length <= right.length ? [left, right] : [right, left];
  if (few.length === 0) return 0;
  const taken = new Uint8Array(many.length);
  let sum = 0;
  for (const part of few) {
    let [best, place] = [0, -1];
    for (const [index, other] of many.entries()) {
      if (taken[index] === 1) continue;
      const likeness = partLikeness(part, other);
      if (likeness > best) [best, place] = [likeness, index];
    }
    if (place >= 0) taken[place] = 1;
    sum += best;
  }
  return sum / (few.length + (many.length - few.length) / 3);
}
