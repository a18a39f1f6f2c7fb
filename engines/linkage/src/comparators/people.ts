import { nameLikeness } from "../similarity/name-likeness.ts";
import { type ComparatorKind, likenessComparator } from "./comparator.ts";
import { nameParts } from "./full-name.ts";

/** The persons of a list like “a. turing, g. hopper and j. backus”, each as the parts of a name. */
export function peopleOf(text: string): string[][] {
  return text
    .split(/\s*(?:[,;/|&、，；]|\band\b|\bet al\b\.?)\s*/)
    .map(nameParts)
    .filter((parts) => parts.length > 0);
}

type Person = readonly string[];

/** Lists of persons, as the authors of a paper: how many of one list are also in the other. */
export const peopleKind: ComparatorKind = {
  prepare: ({ values }) => {
    const lists = values.map(peopleOf);
    return likenessComparator([0.2, 0.45, 0.65, 0.8, 0.95], (left, right) =>
      listLikeness(lists[left] ?? [], lists[right] ?? []),
    );
  },
};

function listLikeness(left: readonly Person[], right: readonly Person[]): number {
  const [few, many] = left.length <= right.length ? [left, right] : [right, left];
  if (few.length === 0) return 0;
  const taken = new Uint8Array(many.length);
  let shared = 0;
  for (const person of few) shared += takeBest(person, many, taken);
  return (0.6 * shared) / few.length + (0.4 * shared) / many.length;
}

function takeBest(person: Person, many: readonly Person[], taken: Uint8Array): number {
  let [best, place] = [0.7, -1];
  for (const [index, other] of many.entries()) {
    if (taken[index] === 1) continue;
    const likeness = nameLikeness(person, other);
    if (likeness > best) [best, place] = [likeness, index];
  }
  if (place < 0) return 0;
  taken[place] = 1;
  return best;
}
