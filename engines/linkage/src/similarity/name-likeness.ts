import { areForms, nameGroups } from "../text/nicknames.ts";
import { quickLikeness } from "./quick-likeness.ts";

/** Names as lists of the places of their parts in one list of parts. */
export interface NameParts {
  readonly names: readonly Int32Array[];
  /** How alike two names are, 0 to 1. */
  readonly likeness: (left: Int32Array, right: Int32Array) => number;
}

const least = 0.84;
const initial = 0.9;

/**
 * Codes names by their parts. Two names are alike in any order of their parts: each part of the shorter finds its best
 * partner (1 equal, .9 an initial or another form, bob for robert, else Jaro–Winkler from .84 on); a part that has none counts in full, one that the
 * shorter leaves out by a third. A part of two or three letters may be initials written together (jf for jacob f).
 */
export function nameParts(names: readonly (readonly string[])[]): NameParts {
  const places = new Map<string, number>();
  const parts: string[] = [];
  const coded = names.map((own) =>
    Int32Array.from(own, (part) => {
      const place = places.get(part) ?? parts.push(part) - 1;
      places.set(part, place);
      return place;
    }),
  );
  const letters = parts.map((part) =>
    /^[a-z]{2,3}$/.test(part)
      ? Array.from(part, (letter) => {
          const place = places.get(letter) ?? parts.push(letter) - 1;
          places.set(letter, place);
          return place;
        })
      : undefined,
  );
  const spelled = (name: Int32Array): Int32Array =>
    name.some((part) => letters[part])
      ? Int32Array.from([...name].flatMap((part) => letters[part] ?? part))
      : name;
  const quick = quickLikeness(parts);
  const forms = parts.map(nameGroups);
  const wordLikeness = (left: number, right: number): number => {
    const likeness = quick(left, right, least);
    if (likeness >= initial) return likeness;
    const [one, other] = [forms[left], forms[right]];
    if (one && other && areForms(one, other)) return initial;
    return likeness >= least ? likeness : 0;
  };
  const partLikeness = (left: number, right: number): number => {
    if (left === right) return 1;
    const [a, b] = [parts[left] ?? "", parts[right] ?? ""];
    if (a.length === 1 || b.length === 1) return a[0] === b[0] ? initial : 0;
    return wordLikeness(left, right);
  };
  const likeness = (left: Int32Array, right: Int32Array): number => {
    const value = bestPartners(left, right, partLikeness);
    if (value < 0.3 || value >= initial) return value;
    const [a, b] = [spelled(left), spelled(right)];
    const isLeft = a !== left && b === right;
    // Of two names that are both short it is not known which is initials.
    if (!isLeft && !(b !== right && a === left)) return value;
    return Math.max(value, bestPartners(a, b, partLikeness));
  };
  return { names: coded, likeness };
}

const taken = new Uint8Array(64);

function bestPartners(
  left: Int32Array,
  right: Int32Array,
  partLikeness: (left: number, right: number) => number,
): number {
  const [few, many] = left.length <= right.length ? [left, right] : [right, left];
  if (few.length === 0) return 0;
  const size = Math.min(many.length, taken.length);
  taken.fill(0, 0, size);
  let sum = 0;
  for (const part of few) sum += takePartner(part, many, size, partLikeness);
  return sum / (few.length + (many.length - few.length) / 3);
}

function takePartner(
  part: number,
  many: Int32Array,
  size: number,
  partLikeness: (left: number, right: number) => number,
): number {
  let best = 0;
  let place = -1;
  for (let index = 0; index < size && best < 1; index++) {
    if (taken[index] === 1) continue;
    const likeness = partLikeness(part, many[index] as number);
    if (likeness <= best) continue;
    best = likeness;
    place = index;
  }
  if (place >= 0) taken[place] = 1;
  return best;
}
