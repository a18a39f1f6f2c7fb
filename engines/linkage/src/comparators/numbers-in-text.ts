import type { CodedColumn } from "../columns/coded-column.ts";
import { joinMeasures, unitOf } from "../text/measures.ts";
import { missing, type ValueComparator } from "./comparator.ts";

/** Letters and digits, also with signs between; Chinese characters stand beside a code, not in it. */
const word = /(?:(?!\p{Script=Han})[\p{L}\p{N}])+(?:[-./](?:(?!\p{Script=Han})[\p{L}\p{N}])+)*/gu;

/** The words with a digit of a text: model numbers, versions, sizes. */
export function numbersIn(text: string): readonly string[] {
  const words = joinMeasures(text).match(word) ?? [];
  const own = words
    .filter((one) => /\d/.test(one))
    .map((one) =>
      one
        .replace(/[-/]/g, "")
        .replace(/^v(?=\d)/, "")
        .replace(/^0+(?=\d)|(?<=\.\d*)0+$|\.0+$/g, ""),
    );
  return [...new Set(own)].sort();
}

/** A number that so small a share of the rows have, or so few rows, names one thing or a few. */
const rareShare = 0.002;
const fewRows = 3;
/** From so many characters on a code that another begins with is the same code without its variant. */
const codeLength = 5;

/**
 * Compares lists of numbers as `numbersIn` gives them, joined by spaces: a version or a model number that differs tells
 * apart what words do not, one that hardly any other row has says that two are one. Other amounts of one unit, or other
 * codes, are a conflict, which lists that only name different respects are not.
 */
export function numbersComparator({ values, counts, filled }: CodedColumn): ValueComparator {
  const numbers = values.map((list) => list.split(" "));
  const rows = new Map<string, number>();
  for (const [place, own] of numbers.entries()) {
    for (const number of own) rows.set(number, (rows.get(number) ?? 0) + (counts[place] ?? 0));
  }
  const shapes = numbers.map(shapeOf);
  const most = Math.max(fewRows, rareShare * filled);
  const isRare = (number: string): boolean => (rows.get(number) ?? 0) <= most;
  return {
    levels: ["conflict", "different", "some-shared", "contained", "rare-shared", "same"],
    compare: (left, right) => {
      const [a, b] = [numbers[left] ?? [], numbers[right] ?? []];
      if (a.length === 0 || b.length === 0) return missing;
      const shared = a.filter((number) => b.includes(number));
      if (shared.some(isRare)) return 4;
      return areApart(shapes[left], shapes[right]) ? 0 : levelOf(a, b, shared.length);
    },
  };
}

function levelOf(left: readonly string[], right: readonly string[], shared: number): number {
  if (shared === 0) return haveVariant(left, right) ? 3 : 1;
  return shared === Math.min(left.length, right.length) ? 3 : 2;
}

function haveVariant(left: readonly string[], right: readonly string[]): boolean {
  return left.some((one) => right.some((other) => isVariant(one, other)));
}

/** Whether one is the beginning of the other, and both are codes of letters and digits. */
function isVariant(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= codeLength && long.startsWith(short) && /\p{L}.*\d|\d.*\p{L}/u.test(short);
}

/** The measures of a list by their units, and its codes. */
interface Shape {
  readonly measures: ReadonlyMap<string, readonly string[]>;
  readonly codes: readonly string[];
}

function shapeOf(list: readonly string[]): Shape {
  const measures = new Map<string, string[]>();
  const codes: string[] = [];
  for (const number of list) {
    const unit = unitOf(number);
    if (unit !== undefined) measures.set(unit, [...(measures.get(unit) ?? []), number]);
    else if (isCode(number)) codes.push(number);
  }
  return { measures, codes };
}

function isCode(number: string): boolean {
  return (number.length >= 4 && /\p{L}/u.test(number)) || /^\d{5,}$/.test(number);
}

/** Whether two lists name different amounts of one unit, or different codes. */
function areApart(one: Shape | undefined, other: Shape | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  for (const [unit, own] of one.measures) {
    const others = other.measures.get(unit);
    if (others && !own.some((number) => others.includes(number))) return true;
  }
  if (one.codes.length === 0 || other.codes.length === 0) return false;
  const isShared = one.codes.some((code) => other.codes.includes(code));
  return !isShared && !haveVariant(one.codes, other.codes);
}
