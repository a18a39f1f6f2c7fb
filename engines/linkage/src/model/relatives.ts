import type { Random } from "@causeway/kernel";
import type { Pairs } from "../blocking/sample-pairs.ts";
import type { ScoredPairs } from "../cluster/scored-pairs.ts";
import type { Field } from "../columns/field.ts";
import { missing } from "../comparators/comparator.ts";
import { type Comparisons, comparePairs } from "./compare-pairs.ts";
import { expectationMaximisation, type Mixture } from "./expectation-maximisation.ts";
import {
  assumedM,
  type LevelProbabilities,
  type LinkModel,
  levelWeights,
  type Relatives,
} from "./link-model.ts";
import { splitByPartners } from "./split-by-partners.ts";

const mostPairs = 30_000;
const fewestPairs = 15;
/** Of fewer matches than this it is assumed, not learned, how they agree. */
const fewestMatches = 10;
/** Below this share of what was found, relatives are taken for matches with errors. */
const leastShare = 0.05;

/**
 * Finds, among the pairs that surely are no accident, those that share much without being one: a household, colleagues,
 * branches of one firm. Fellegi and Sunter's two classes cannot hold them apart, for what they share hangs together.
 * They are a class of their own where that class agrees no more than strangers do in much of what matches agree in:
 * in half of all evidence, or in what things are called and a third of what names them (a fifth where such pairs are the
 * most). Errors do not look like that, for they fall on one field of a pair here and on another there. Where this does not
 * tell, how the pairs lie to each other may (`splitByPartners`).
 *
 * @param isTwo whether the pairs are of two tables, one row of each
 * @returns what tells matches from relatives, with the model's own fields corrected; undefined where there are none.
 */
export function findRelatives(
  fields: readonly Field[],
  model: LinkModel,
  scored: ScoredPairs,
  random: Random,
  isTwo = false,
): LinkModel | undefined {
  if (new Set(fields.flatMap(({ columns }) => columns)).size < 2) return undefined;
  const { pairs, weight } = likelyPairs(scored, model.prior, random);
  if (weight.length < fewestPairs) return undefined;
  const data = comparePairs(fields, pairs);
  const found = splitPairs(fields, model, data, weight);
  const split =
    plausible(fields, model, data, found) ??
    (found.isLearned
      ? splitByPartners(fields, model, scored, data, found, { random, isTwo })
      : undefined);
  if (split === undefined) return undefined;
  const { classes, share } = split;
  const relatives: Relatives = {
    fields: classes,
    odds: share / (1 - share),
    byChance: classes.map(({ u }, at) => sharesByChance(u, model.fields[at]?.u)),
  };
  return {
    fields: model.fields.map(({ u }, place) => ({ m: classes[place]?.m ?? u, u })),
    prior: model.prior * share,
    relatives,
  };
}

/** Matches (m) and relatives (u) among the pairs, and the share of matches. */
interface Split {
  readonly classes: readonly LevelProbabilities[];
  readonly share: number;
  /** Whether there are enough matches to learn from how they agree; else it is assumed. */
  readonly isLearned: boolean;
  /** For each field whether relatives have it about as often as all pairs, so that it is known how they agree. */
  readonly isSeen: readonly boolean[];
}

function splitPairs(
  fields: readonly Field[],
  model: LinkModel,
  data: Comparisons,
  weight: readonly number[],
): Split {
  const from = (start: ReturnType<typeof startOf>): Mixture =>
    expectationMaximisation(data, { ...start, pseudoPairs: 10, rounds: 200 });
  const first = from(startOf(fields, model, data));
  // Where one class is left empty, that may only be due to where one began.
  const isEmpty = Math.min(first.lambda, 1 - first.lambda) * data.size < fewestMatches;
  const second = isEmpty ? from(halves(fields, data, weight)) : first;
  const best = logLikelihood(data, second) > logLikelihood(data, first) ? second : first;
  const { lambda, learned, posterior } = inOrder(fields, model, data, best);
  const isSeen = fields.map((_, at) => isSeenAmong(data, at, posterior));
  const isLearned = lambda * data.size >= fewestMatches;
  const classes = learned.map(({ m, u }) => ({ m: isLearned ? m : assumedM(m.length), u }));
  return { classes, share: lambda, isLearned, isSeen };
}

/** Whether those that are no matches have this field at least half as often as all pairs. */
function isSeenAmong(data: Comparisons, at: number, posterior: Float64Array): boolean {
  let [seen, all] = [0, 0];
  for (let pair = 0; pair < data.size; pair++) {
    const own = 1 - (posterior[pair] ?? 0);
    all += own;
    if (data.values[at * data.size + pair] !== missing) seen += own;
  }
  return seen * data.size >= 0.5 * all * filledPairs(data, at);
}

/** Begins with the half of the pairs that has most evidence as matches, or with those above what most have. */
function halves(fields: readonly Field[], data: Comparisons, weight: readonly number[]) {
  const middle = weight.toSorted((a, b) => a - b)[weight.length >> 1] ?? 0;
  const upper = weight.map((bits) => Number(bits > middle));
  const lower = upper.map((is) => 1 - is);
  const start = fields.map((_, at) => ({ m: shares(data, at, upper), u: shares(data, at, lower) }));
  return { start, lambda: 0.5, held: new Set<number>() };
}

function logLikelihood(data: Comparisons, { fields, lambda }: Mixture): number {
  let sum = 0;
  for (let pair = 0; pair < data.size; pair++) {
    let [match, other] = [Math.log(lambda), Math.log(1 - lambda)];
    for (const [at, { m, u }] of fields.entries()) {
      const level = data.values[at * data.size + pair] ?? missing;
      if (level === missing) continue;
      match += Math.log(m[level] ?? 1);
      other += Math.log(u[level] ?? 1);
    }
    sum += Math.max(match, other) + Math.log1p(Math.exp(-Math.abs(match - other)));
  }
  return sum;
}

/** The two classes, matches first: those that have more evidence of being one, whichever way they were found. */
function inOrder(
  fields: readonly Field[],
  model: LinkModel,
  data: Comparisons,
  { lambda, fields: learned, posterior }: Mixture,
) {
  const weights = levelWeights(fields, model);
  const evidence = (of: "m" | "u"): number =>
    learned.reduce((sum, field, at) => {
      const filled = filledPairs(data, at) / Math.max(1, data.size);
      const own = weights[at] ?? field.m;
      return (
        sum + filled * field[of].reduce((bits, share, level) => bits + share * (own[level] ?? 0), 0)
      );
    }, 0);
  if (lambda < 1e-6 || evidence("m") >= evidence("u")) return { lambda, learned, posterior };
  return {
    lambda: 1 - lambda,
    learned: learned.map(({ m, u }) => ({ m: u, u: m })),
    posterior: posterior.map((share) => 1 - share),
  };
}

function filledPairs(data: Comparisons, at: number): number {
  let filled = 0;
  for (let pair = 0; pair < data.size; pair++) {
    if (data.values[at * data.size + pair] !== missing) filled++;
  }
  return filled;
}

/**
 * The split where its second class are relatives; undefined where it is not. Where even the first agrees by chance in two
 * fifths of what matches would agree in, as namesakes do in a table without duplicates, all pairs are relatives.
 */
function plausible(
  fields: readonly Field[],
  model: LinkModel,
  data: Comparisons,
  split: Split,
): Split | undefined {
  const assumed = split.classes.map(({ m }) => ({ m: assumedM(m.length), u: m }));
  const asMatches = fields.flatMap((field, at) =>
    hasRepeats(field) ? [weigh(field, at, data, model, assumed)] : [],
  );
  if (shareByChance(asMatches) >= 0.4 && model.isOfSurePairs !== true) {
    const start = fields.map(({ levels }, at) => ({
      m: assumedM(levels.length),
      u: shares(data, at),
    }));
    const held = new Set(fields.keys());
    const { lambda } = expectationMaximisation(data, { start, lambda: 0.05, pseudoPairs: 0, held });
    return {
      classes: start,
      share: Math.max(lambda, 0.5 / data.size),
      isLearned: false,
      isSeen: split.isSeen,
    };
  }
  if (split.share > 1 - leastShare) return undefined;
  const evidence = fields.map((field, at) => {
    const own = weigh(field, at, data, model, split.classes);
    return split.isSeen[at] ? own : { ...own, isByChance: false };
  });
  const areMost = split.isLearned && split.share < 1 / 3;
  return areRelatives(evidence, areMost) ? split : undefined;
}

/** Codes that no two rows share are numbers of the rows, measured numbers that hardly any share are measured anew. */
function hasRepeats({ kind, ids }: Field): boolean {
  if (kind !== "code" && kind !== "number") return true;
  const seen = new Set<number>();
  let [filled, repeated] = [0, 0];
  for (const id of ids) {
    if (id < 0) continue;
    filled++;
    if (seen.has(id)) repeated++;
    seen.add(id);
  }
  return repeated > (kind === "code" ? 0 : 0.02 * filled);
}

function likelyPairs(
  { size, left, right, weight }: ScoredPairs,
  prior: number,
  random: Random,
): { readonly pairs: Pairs; readonly weight: readonly number[] } {
  const cut = -Math.log2(prior / (1 - prior));
  const likely = weight.reduce((sum, own) => sum + Number(own >= cut), 0);
  const chance = mostPairs / Math.max(1, likely);
  const pairs: number[] = [];
  const bits: number[] = [];
  for (let place = 0; place < size; place++) {
    if ((weight[place] ?? 0) < cut || (chance < 1 && random() >= chance)) continue;
    pairs.push(left[place] ?? 0, right[place] ?? 0);
    bits.push(weight[place] ?? 0);
  }
  return { pairs: Int32Array.from(pairs), weight: bits };
}

function shares(data: Comparisons, place: number, of?: readonly number[]): Float64Array {
  const levels = data.levels[place] ?? 2;
  const counts = new Float64Array(levels).fill(1 / levels);
  let filled = 1;
  for (let pair = 0; pair < data.size; pair++) {
    const level = data.values[place * data.size + pair] ?? missing;
    if (level === missing) continue;
    const own = of ? (of[pair] ?? 0) : 1;
    counts[level] = (counts[level] ?? 0) + own;
    filled += own;
  }
  return counts.map((count) => count / filled);
}

/**
 * Relatives at first agree as strangers do where most pairs found do not agree, and as those pairs do where they all do.
 * What one field alone tells apart has no single answer: there it is assumed how they agree.
 */
function startOf(fields: readonly Field[], model: LinkModel, data: Comparisons) {
  const telling: number[] = [];
  const start = fields.map((field, at): LevelProbabilities => {
    const m = assumedM(field.levels.length);
    const found = shares(data, at);
    const u = model.fields[at]?.u ?? found;
    const agreeing = Math.max(0, 1 - (found[0] ?? 0) / (u[0] ?? 1));
    const isTelling = agreeing < 0.6 && divergence(m, u) > 1;
    if (isTelling && kindOf(field) !== "category") telling.push(at);
    return { m, u: u.map((share, level) => share + agreeing * ((found[level] ?? 0) - share)) };
  });
  return { start, lambda: 0.3, held: new Set(telling.length === 1 ? telling : []) };
}

interface FieldEvidence {
  readonly kind: Field["kind"];
  /** What matches gain by this field on average, in bits, where both rows have it. */
  readonly bits: number;
  /** Whether relatives agree in it no more than strangers do. */
  readonly isByChance: boolean;
  /** Whether it says where one lives. */
  readonly isPlace: boolean;
  /** Whether it is of one person alone, as a date of birth is, and relatives share it as matches do. */
  readonly isOfOne: boolean;
}

const place =
  /city|town|suburb|state|province|county|country|region|district|area|neighbou?rhood|[省市区县镇乡]|国家|地区|城/i;
const postal = /zip|post.?(?:code|al)|邮编|邮政/i;
const sort =
  /type|categor|class|kind|genre|style|industry|job|role|occupation|类[型别]|行业|职[位务业]|岗位/i;
/** What no two persons of one house or office share, but for twins. */
const ofOne = /birth|^dob|^born|ssn|soc.?sec|passport|national.?id|tax.?id|身份证|护照|出生|生日/i;
const isOf = (...kinds: readonly string[]) => {
  const own = new Set(kinds);
  return ({ kind }: FieldEvidence): boolean => own.has(kind);
};
const isPerson = isOf("name", "full-name");
const isThing = isOf("company", "text");
/** Not where a thing is, nor what sort it is of. */
const isNaming = isOf("name", "full-name", "company", "text", "people", "date", "email", "phone");

/** Where a thing is, or what sort it is of, is no name of it, though it is compared like one. */
function kindOf({ kind, name }: Field): Field["kind"] {
  return kind === "name" && (place.test(name) || sort.test(name)) ? "category" : kind;
}

function weigh(
  field: Field,
  at: number,
  data: Comparisons,
  model: LinkModel,
  found: readonly LevelProbabilities[],
): FieldEvidence {
  const u = model.fields[at]?.u ?? new Float64Array(0);
  const { m, u: h } = found[at] ?? { m: u, u };
  const filled = filledPairs(data, at);
  const own = divergence(m, u);
  return {
    kind: kindOf(field),
    bits: (own * filled) / Math.max(1, data.size),
    isByChance: own > 0.5 && divergence(h, u) < 0.2 * own,
    isOfOne: ofOne.test(field.name) && own > 2 && divergence(h, u) > 0.6 * own,
    isPlace: field.kind === "address" || place.test(field.name) || postal.test(field.name),
  };
}

/** Whether relatives share a value hardly oftener than strangers, so that a rare one that is shared tells much. */
function sharesByChance(h: Float64Array | undefined, u: Float64Array | undefined): boolean {
  return (h?.at(-1) ?? 1) < 2 * (u?.at(-1) ?? 0);
}

/** Kullback–Leibler divergence in bits. */
function divergence(of: Float64Array, from: Float64Array): number {
  return of.reduce(
    (sum, share, level) => (share > 0 ? sum + share * Math.log2(share / (from[level] ?? 1)) : sum),
    0,
  );
}

/**
 * Rows with names of persons are taken for persons, whatever company they also name. Who shares a date of birth as matches do
 * is the same person under a name that is crossed, changed or misspelt.
 */
function areRelatives(evidence: readonly FieldEvidence[], areMost: boolean): boolean {
  if (evidence.some(({ isOfOne }) => isOfOne)) return false;
  if (shareByChance(evidence) >= 0.5) return true;
  const called = evidence.some(isPerson) ? isPerson : isThing;
  if (!evidence.some((one) => one.isByChance && called(one))) return false;
  const share = shareByChance(evidence.filter(isNaming));
  return share >= 0.35 || (share >= 0.2 && areMost);
}

/** Street, town and postal code change together when one moves, so that they count once. */
function shareByChance(evidence: readonly FieldEvidence[]): number {
  const sumOf = (some: readonly FieldEvidence[]): number =>
    some.reduce((sum, { bits, isPlace }) => sum + (isPlace ? 0 : bits), 0) +
    some.reduce((most, { bits, isPlace }) => (isPlace ? Math.max(most, bits) : most), 0);
  const byChance = evidence.filter(({ isByChance }) => isByChance);
  return sumOf(byChance) / Math.max(1e-9, sumOf(evidence));
}
