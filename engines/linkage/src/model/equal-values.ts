import type { Blocks, Extent } from "../blocking/blocks.ts";
import type { Pairs } from "../blocking/sample-pairs.ts";
import type { Field } from "../columns/field.ts";
import type { Comparisons } from "./compare-pairs.ts";
import type { LevelProbabilities, LinkModel } from "./link-model.ts";

/** Pairs of one blocking rule, and how likely each is a match by what the other columns say. */
export interface JudgedPairs {
  readonly rule: Pick<Blocks, "columns" | "pairs">;
  readonly pairs: Pairs;
  readonly data: Comparisons;
  readonly posterior: Float64Array;
}

/** What is assumed counts as so many judged pairs. */
const pseudoPairs = 4;
const fewestPairs = 20;
/** Of fewer matches among equal pairs than this share nothing is concluded about all pairs. */
const leastPurity = 0.05;

/**
 * Learns what equality tells by how many rows share a value: among the pairs that share such a value, the odds of a match
 * by what all other columns say, less the odds among all pairs that have the field. A value's share of the rows is no
 * measure of chance where it stands twice because its row does (an address of e-mail, a telephone): the frequencies that
 * count are those among others (Fellegi & Sunter 1969, § 3.3.1; scaled by what is seen, Zhu, Overhage, Egg, Downs &
 * Grannis 2009).
 */
export function learnEqualValues(
  model: LinkModel,
  fields: readonly Field[],
  judged: readonly JudgedPairs[],
  extent: Extent,
): LinkModel {
  const seen = fields.map((field) => {
    const own = field.frequency && judgedOf(field, judged);
    return own && countClasses(field, own, extent);
  });
  const base = matchShare(seen, model);
  if (base === undefined) return model;
  const learned = model.fields.map((own, place): LevelProbabilities => {
    const classes = seen[place];
    return classes === undefined ? own : { ...own, equal: classBits(classes, own, base) };
  });
  return { ...model, fields: learned };
}

/**
 * The model in which equal values tell what their share of the rows says. Where there are relatives, who share what they share
 * with one another, the other columns cannot tell these from matches, and nothing is learned of values.
 */
export function withoutEqualValues(model: LinkModel): LinkModel {
  if (model.fields.every(({ equal }) => equal === undefined)) return model;
  return { ...model, fields: model.fields.map((own) => ({ ...own, equal: undefined })) };
}

/** The pairs of the narrowest rule that puts rows together by this field's column alone. */
export function judgedOf(field: Field, judged: readonly JudgedPairs[]): JudgedPairs | undefined {
  return judged
    .filter(({ rule }) => isOnly(rule.columns, field))
    .reduce<JudgedPairs | undefined>(
      (least, one) => (least && least.rule.pairs <= one.rule.pairs ? least : one),
      undefined,
    );
}

function isOnly(columns: readonly string[], field: Field): boolean {
  return columns.length === 1 && field.columns.length === 1 && field.columns[0] === columns[0];
}

/** Rows that share a value, in classes: 2, up to 4, up to 8 and so on. */
export function classOfCount(count: number): number {
  return Math.max(0, Math.ceil(Math.log2(count)) - 1);
}

/** How many rows have each value of a field. */
export function countValues({ ids }: Pick<Field, "ids">): Uint32Array {
  let most = -1;
  for (const id of ids) if (id > most) most = id;
  const counts = new Uint32Array(most + 1);
  for (const id of ids) if (id >= 0) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}

interface Classes {
  /** Of each class: judged pairs, how many of them match, all pairs, and the mean share of rows a value has. */
  readonly judged: Float64Array;
  readonly matches: Float64Array;
  readonly pairs: Float64Array;
  readonly share: Float64Array;
  /** Pairs that have the field on both sides. */
  readonly filled: number;
}

const mostClasses = 32;

function countClasses(field: Field, { pairs, posterior }: JudgedPairs, extent: Extent): Classes {
  const { ids } = field;
  const counts = countValues(field);
  const judged = new Float64Array(mostClasses);
  const matches = new Float64Array(mostClasses);
  for (let pair = 0; pair < posterior.length; pair++) {
    const id = ids[pairs[2 * pair] ?? 0] ?? -1;
    if (id < 0 || id !== ids[pairs[2 * pair + 1] ?? 0]) continue;
    const own = classOfCount(counts[id] ?? 2);
    judged[own] = (judged[own] ?? 0) + 1;
    matches[own] = (matches[own] ?? 0) + (posterior[pair] ?? 0);
  }
  return { judged, matches, ...allPairs(field, counts, extent) };
}

/** The pairs that share a value, of each class. */
function allPairs({ ids, frequency }: Field, counts: Uint32Array, { isTwo, leftRows }: Extent) {
  const left = countValues({ ids: ids.subarray(0, leftRows) });
  const pairs = new Float64Array(mostClasses);
  const share = new Float64Array(mostClasses);
  for (const [id, count] of counts.entries()) {
    if (count < 2) continue;
    const own = classOfCount(count);
    const among = pairsAmong(left[id] ?? 0, count, isTwo);
    pairs[own] = (pairs[own] ?? 0) + among;
    share[own] = (share[own] ?? 0) + among * (frequency?.[id] ?? 0);
  }
  for (const [own, total] of pairs.entries()) share[own] = (share[own] ?? 0) / Math.max(1, total);
  return { pairs, share, filled: pairsAmong(sumOf(left), sumOf(counts), isTwo) };
}

function sumOf(counts: Uint32Array): number {
  return counts.reduce((sum, own) => sum + own, 0);
}

function pairsAmong(left: number, all: number, isTwo: boolean): number {
  return isTwo ? left * (all - left) : (all * (all - 1)) / 2;
}

/** The share of matches among all pairs, from the fields whose equal values are matches often enough to be told. */
function matchShare(seen: readonly (Classes | undefined)[], model: LinkModel): number | undefined {
  let [matches, pairs] = [0, 0];
  for (const [place, classes] of seen.entries()) {
    if (classes === undefined) continue;
    const { judged, filled } = classes;
    const size = judged.reduce((sum, own) => sum + own, 0);
    const found = classes.matches.reduce((sum, own) => sum + own, 0);
    if (size < fewestPairs || found < leastPurity * size) continue;
    for (const [own, count] of judged.entries())
      matches += ((classes.pairs[own] ?? 0) * (classes.matches[own] ?? 0)) / Math.max(1, count);
    pairs += filled * (model.fields[place]?.m.at(-1) ?? 1);
  }
  return matches < 1 ? undefined : matches / pairs;
}

/** The evidence of an equal value in bits, class by class; NaN where nothing was seen of it. Rarer is never less. */
function classBits(
  { judged, matches, share }: Classes,
  { m }: LevelProbabilities,
  base: number,
): Float64Array {
  const bits = new Float64Array(mostClasses).fill(Number.NaN);
  let least = Number.NEGATIVE_INFINITY;
  for (let own = mostClasses - 1; own >= 0; own--) {
    const count = judged[own] ?? 0;
    if (count === 0) continue;
    const odds = (base * (m.at(-1) ?? 1)) / Math.max(1e-12, share[own] ?? 1);
    const assumed = odds / (1 + odds);
    const hits = (matches[own] ?? 0) + pseudoPairs * assumed;
    const misses = count - (matches[own] ?? 0) + pseudoPairs * (1 - assumed);
    least = Math.max(least, Math.log2(hits / misses / base));
    bits[own] = least;
  }
  return bits;
}
