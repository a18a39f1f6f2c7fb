import type { Pairs } from "../blocking/sample-pairs.ts";
import type { Field } from "../columns/field.ts";

/** Levels of pairs, field by field: that of pair p in field f stands at f × pairs + p. */
export interface Comparisons {
  readonly size: number;
  /** Number of levels of each field. */
  readonly levels: readonly number[];
  readonly values: Uint8Array;
}

/** Compares each pair in every field. */
export function comparePairs(fields: readonly Field[], pairs: Pairs): Comparisons {
  const size = pairs.length >> 1;
  const values = new Uint8Array(fields.length * size);
  for (const [place, field] of fields.entries()) {
    const start = place * size;
    for (let pair = 0; pair < size; pair++) {
      values[start + pair] = field.compare(pairs[2 * pair] ?? 0, pairs[2 * pair + 1] ?? 0);
    }
  }
  return { size, levels: fields.map(({ levels }) => levels.length), values };
}
