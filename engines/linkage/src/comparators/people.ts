import { nameParts } from "../similarity/name-likeness.ts";
import { type ComparatorKind, likenessComparator } from "./comparator.ts";
import { partsOfName } from "./full-name.ts";

/** The persons of a list like “a. turing, g. hopper and j. backus”, each as the parts of a name. */
export function peopleOf(text: string): string[][] {
  return text
    .split(/\s*(?:[,;/|&、，；]|\band\b|\bet al\b\.?)\s*/)
    .map(partsOfName)
    .filter((parts) => parts.length > 0);
}

type Likeness = (left: Int32Array, right: Int32Array) => number;
const alike = 0.7;

/** Lists of persons, as the authors of a paper: how many of one list are also in the other. */
export const peopleKind: ComparatorKind = {
  prepare: ({ values }) => {
    const lists = values.map(peopleOf);
    const { names, likeness } = nameParts(lists.flat());
    const ends = lists.map(() => 0);
    for (const [place, list] of lists.entries()) ends[place] = (ends[place - 1] ?? 0) + list.length;
    const coded = lists.map((_, place) => names.slice(ends[place - 1] ?? 0, ends[place]));
    return likenessComparator([0.2, 0.45, 0.65, 0.8, 0.95], (left, right) =>
      listLikeness(coded[left] ?? [], coded[right] ?? [], likeness),
    );
  },
};

function listLikeness(
  left: readonly Int32Array[],
  right: readonly Int32Array[],
  likeness: Likeness,
): number {
  const [few, many] = left.length <= right.length ? [left, right] : [right, left];
  if (few.length === 0) return 0;
  const taken = new Set<number>();
  let shared = 0;
  for (const person of few) shared += takeBest(person, many, taken, likeness);
  return (0.6 * shared) / few.length + (0.4 * shared) / many.length;
}

function takeBest(
  person: Int32Array,
  many: readonly Int32Array[],
  taken: Set<number>,
  likeness: Likeness,
): number {
  let [best, place] = [alike, -1];
  for (const [index, other] of many.entries()) {
    if (taken.has(index)) continue;
    const own = likeness(person, other);
    if (own > best) [best, place] = [own, index];
    if (best === 1) break;
  }
  if (place < 0) return 0;
  taken.add(place);
  return best;
}
