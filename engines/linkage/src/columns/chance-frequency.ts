import { partsOfName } from "../comparators/full-name.ts";
import { companyName } from "../text/company-name.ts";
import { hasHan } from "../text/simplified.ts";
import { wordsOf } from "../text/words.ts";
import type { KindedColumn } from "./build-fields.ts";
import type { Field } from "./field.ts";

/**
 * The share of other rows that would have each value by chance: the product of the shares of its words, of its
 * characters where it is Chinese. Two rows of one thing make a value twice as frequent, so that in a table of one column
 * its own frequency says nothing of chance; what its words do elsewhere does. Never more than the value's own
 * frequency, and that where no more values are equal than their words would have it, as those of namesakes are.
 */
export function chanceFrequencies({ column, kind }: KindedColumn, own: Float64Array): Float64Array {
  const parts = column.values.map((value) => partsOf(value, kind));
  const counts = new Map<string, number>();
  for (const [place, words] of parts.entries()) {
    for (const word of words)
      counts.set(word, (counts.get(word) ?? 0) + (column.counts[place] ?? 0));
  }
  const filled = Math.max(1, column.filled);
  const chances = own.map((share, place) => {
    const words = parts[place] ?? [];
    const chance = words.reduce((product, word) => product * ((counts.get(word) ?? 1) / filled), 1);
    return Math.min(share, Math.max(chance, leastChance));
  });
  let [equal, expected] = [0, 0];
  for (const [place, count] of column.counts.entries()) {
    equal += (count * (count - 1)) / 2;
    expected += (count * (filled - 1) * (chances[place] ?? 0)) / 2;
  }
  return equal < 2 * expected ? own : chances;
}

const leastChance = 1e-9;

function partsOf(value: string, kind: Field["kind"]): readonly string[] {
  const text = kind === "company" ? companyName(value).core : value;
  const parts = hasHan(text)
    ? [...text].filter((one) => /[\p{L}\p{N}]/u.test(one))
    : kind === "full-name"
      ? partsOfName(text)
      : wordsOf(text);
  return [...new Set(parts)];
}
