import type { Field } from "../columns/field.ts";
import { missing } from "../comparators/comparator.ts";
import { classOfCount, countValues } from "./equal-values.ts";
import { type LevelProbabilities, type LinkModel, levelWeights } from "./link-model.ts";

/** Scores pairs of rows: evidence in bits, without the prior. */
export interface PairScorer {
  /** The evidence of a pair; `below` as soon as it cannot reach the floor any more. */
  readonly score: (left: number, right: number, floor: number) => number;
  /** The evidence that one field gives, 0 where it is missing. */
  readonly fieldScore: (field: number, left: number, right: number) => number;
}

export interface ScorerOptions {
  /**
   * Pairs that are equal in one field alone, of six or more that both have, are not looked at closer. Of many rows
   * nearly all pairs that blocking finds are such.
   */
  readonly needsTwoEqual?: boolean;
}

const manyFields = 6;

/** The answer for pairs that cannot reach the floor. */
export const below = Number.NEGATIVE_INFINITY;

/**
 * A scorer that first looks at what is equal, which costs nothing, then compares the fields in order of what they can
 * decide, and stops when even the best of the rest would not reach the floor.
 */
export function pairScorer(
  fields: readonly Field[],
  model: LinkModel,
  { needsTwoEqual = false }: ScorerOptions = {},
): PairScorer {
  const weights = levelWeights(fields, model);
  const count = fields.length;
  const best = new Float64Array(count);
  const order = new Uint32Array(count);
  for (let place = 0; place < count; place++) {
    const own = weights[place] ?? new Float64Array(1);
    best[place] = Math.max(0, ...own.subarray(0, -1));
    order[place] = place;
  }
  order.sort((a, b) => span(weights[b]) - span(weights[a]));
  const top = fields.map((field, place) =>
    equalWeights(field, model.fields[place], weights[place]),
  );
  const ids = fields.map((field) => field.ids);
  const beside = model.fields.map((own) => ids[own.beside?.field ?? -1]);
  const besideWeights = levelWeights(fields, {
    fields: model.fields.map(({ m, u, beside: own }) => ({ m, u: own?.u ?? u })),
  });
  for (let place = 0; place < count; place++) {
    const own = besideWeights[place] ?? new Float64Array(1);
    best[place] = Math.max(best[place] ?? 0, ...own.subarray(0, -1));
  }
  /** Whether two rows share the value that this field depends on. */
  const isBeside = (place: number, left: number, right: number): boolean => {
    const other = beside[place];
    return other !== undefined && (other[left] as number) >= 0 && other[left] === other[right];
  };
  const open = new Int32Array(count);

  const equalScore = (place: number, id: number, left: number, right: number): number => {
    const bits = (top[place] as Float64Array)[id] as number;
    if (!isBeside(place, left, right)) return bits;
    return Math.min(bits, besideWeights[place]?.at(-1) ?? bits);
  };

  const levelScore = (place: number, level: number, left: number, right: number): number => {
    const own = isBeside(place, left, right) ? besideWeights[place] : weights[place];
    return (own as Float64Array)[level] as number;
  };

  const fieldScore = (place: number, left: number, right: number): number => {
    const a = ids[place]?.[left] ?? -1;
    if (a < 0) return 0;
    const b = ids[place]?.[right] ?? -1;
    if (a === b) return equalScore(place, a, left, right);
    const level = b < 0 ? missing : (fields[place]?.compare(left, right) ?? missing);
    return level === missing ? 0 : levelScore(place, level, left, right);
  };

  // The evidence of what is equal; what is to be compared is noted in `open`, the best it could give in `hope`.
  let openSize = 0;
  let equalSize = 0;
  let hope = 0;
  const scoreEqual = (left: number, right: number): number => {
    let sum = 0;
    openSize = 0;
    equalSize = 0;
    hope = 0;
    for (let at = 0; at < count; at++) {
      const place = order[at] as number;
      const own = ids[place] as Int32Array;
      const a = own[left] as number;
      const b = own[right] as number;
      if (a < 0 || b < 0) continue;
      if (a === b) {
        sum += equalScore(place, a, left, right);
        equalSize++;
        continue;
      }
      hope += best[place] as number;
      open[openSize++] = place;
    }
    return sum;
  };

  const score = (left: number, right: number, floor: number): number => {
    let sum = scoreEqual(left, right);
    if (needsTwoEqual && equalSize < 2 && openSize + equalSize >= manyFields) return below;
    for (let at = 0; at < openSize; at++) {
      if (sum + hope < floor) return below;
      const place = open[at] as number;
      hope -= best[place] as number;
      const level = (fields[place] as Field).compare(left, right);
      if (level !== missing) sum += levelScore(place, level, left, right);
    }
    return sum < floor ? below : sum;
  };
  return { score, fieldScore };
}

function span(weights: Float64Array | undefined): number {
  return weights === undefined ? 0 : Math.max(...weights) - Math.min(...weights);
}

/**
 * The evidence of an equal value, for each value: a rare one says more than a frequent one (Winkler 2006), by the ratio
 * of the chance to meet any equal value to the chance to meet this one.
 */
function equalWeights(
  field: Field,
  learned: LevelProbabilities | undefined,
  weights: Float64Array | undefined,
): Float64Array {
  const place = field.levels.length - 1;
  const usual = weights?.[place] ?? 0;
  const chance = learned?.u[place] ?? 1;
  const { frequency } = field;
  if (frequency === undefined) return sameForAll(field, usual);
  const equal = learned?.equal;
  const byShare = frequency.map((share) => usual + Math.log2(chance / share));
  if (equal === undefined && !field.isNaming) return byShare;
  const counts = countValues(field);
  const assumed = field.isNaming
    ? byShare.map((bits, id) => Math.max(bits, usual - Math.log2(Math.max(2, counts[id] ?? 2) / 2)))
    : byShare;
  if (equal === undefined) return assumed;
  return assumed.map((bits, id) => {
    const seen = equal[classOfCount(counts[id] ?? 2)] ?? Number.NaN;
    return Number.isNaN(seen) ? bits : seen;
  });
}

function sameForAll({ ids }: Field, weight: number): Float64Array {
  let most = -1;
  for (const id of ids) if (id > most) most = id;
  return new Float64Array(most + 1).fill(weight);
}
