import type { Random } from "@causeway/kernel";
import type { Feature } from "./feature.ts";

/** How often a value of a true pair is the same on both sides, before any data. */
const sameValue = 0.7;
/** How often part of a value, as a word or its beginning, is the same where the whole is not. */
const samePart = 0.5;
/** Imagined partners of each sampled row, a bit each. */
export const partners = 32;

/** Which imagined partners of each sampled row a feature would put together with it. */
export interface ExpectedFinds {
  /** For each sampled row in turn and each of its keys the partners that share it, as bits. */
  readonly ofKeys: (feature: Feature, place: number, key: number) => number;
}

/**
 * Imagines for every sampled row some partners, as a true pair would have them: each column is the same by itself, or is
 * not, in as many as are filled and .7 of these; parts of what is not the same are in half. What two rules find of them
 * tells how much the second adds to the first.
 */
export function imaginePartners(
  rows: Uint32Array,
  filledShare: (column: string) => number,
  random: Random,
): ExpectedFinds {
  const columns = new Map<string, Int32Array>();
  const parts = new Map<string, Int32Array>();
  const bits = (share: number): Int32Array =>
    Int32Array.from(rows, () => {
      let mask = 0;
      for (let bit = 0; bit < partners; bit++) if (random() < share) mask |= 1 << bit;
      return mask;
    });
  const of = (known: Map<string, Int32Array>, name: string, share: number): Int32Array => {
    const own = known.get(name) ?? bits(share);
    known.set(name, own);
    return own;
  };
  return {
    ofKeys: ({ name, column, isPart }, place, key) => {
      const filled = filledShare(column);
      const whole = of(columns, column, sameValue * filled)[place] ?? 0;
      if (!isPart) return whole;
      return whole | (of(parts, `${name} ${key % 4}`, samePart * filled)[place] ?? 0);
    },
  };
}

/** How many bits are set in all. */
export function countFinds(masks: Int32Array): number {
  let sum = 0;
  for (const mask of masks) {
    const pairs = mask - ((mask >>> 1) & 0x55555555);
    const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
    sum += Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return sum;
}
