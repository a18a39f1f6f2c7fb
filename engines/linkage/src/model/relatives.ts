import type { Random } from "@causeway/kernel";
import type { Pairs } from "../blocking/sample-pairs.ts";
import type { ScoredPairs } from "../cluster/scored-pairs.ts";
import type { Field } from "../columns/field.ts";
import { missing } from "../comparators/comparator.ts";
import { type Comparisons, comparePairs } from "./compare-pairs.ts";
import { expectationMaximisation } from "./expectation-maximisation.ts";
import { assumedM, type LevelProbabilities, type LinkModel, type Relatives } from "./link-model.ts";

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
 * most). Errors do not look like that, for they fall on one field of a pair here and on another there.
 *
 * @returns what tells matches from relatives, with the model's own fields corrected; undefined where there are none.
 */
export function findRelatives(
  fields: readonly Field[],
  model: LinkModel,
  scored: ScoredPairs,
  random: Random,
): LinkModel | undefined {
  const pairs = likelyPairs(scored, model.prior, random);
  if (pairs.length < 2 * fewestPairs) return undefined;
  const data = comparePairs(fields, pairs);
  const split = plausible(fields, model, data, splitPairs(fields, model, data));
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
}

function splitPairs(fields: readonly Field[], model: LinkModel, data: Comparisons): Split {
  const { lambda, fields: learned } = expectationMaximisation(data, {
    ...startOf(fields, model, data),
    lambda: 0.3,
    pseudoPairs: 10,
    rounds: 200,
  });
  const isLearned = lambda * data.size >= fewestMatches;
  const classes = learned.map(({ m, u }) => ({ m: isLearned ? m : assumedM(m.length), u }));
  return { classes, share: lambda };
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
  if (shareByChance(asMatches) >= 0.4) {
    const start = fields.map(({ levels }, at) => ({
      m: assumedM(levels.length),
      u: shares(data, at),
    }));
    const held = new Set(fields.keys());
    const { lambda } = expectationMaximisation(data, { start, lambda: 0.05, pseudoPairs: 0, held });
    return { classes: start, share: Math.max(lambda, 0.5 / data.size) };
  }
  if (split.share > 1 - leastShare) return undefined;
  const evidence = fields.map((field, at) => weigh(field, at, data, model, split.classes));
  return areRelatives(evidence, split.share / (1 - split.share)) ? split : undefined;
}

/** Codes that no two rows share are numbers of the rows, and tell nothing. */
function hasRepeats({ kind, ids }: Field): boolean {
  if (kind !== "code") return true;
  const seen = new Set<number>();
  return ids.some((id) => id >= 0 && (seen.has(id) || !seen.add(id)));
}

function likelyPairs(
  { size, left, right, weight }: ScoredPairs,
  prior: number,
  random: Random,
): Pairs {
  const cut = -Math.log2(prior / (1 - prior));
  let likely = 0;
  for (let place = 0; place < size; place++) if ((weight[place] ?? 0) >= cut) likely++;
  const chance = mostPairs / Math.max(1, likely);
  const pairs: number[] = [];
  for (let place = 0; place < size; place++) {
    if ((weight[place] ?? 0) < cut || (chance < 1 && random() >= chance)) continue;
    pairs.push(left[place] ?? 0, right[place] ?? 0);
  }
  return Int32Array.from(pairs);
}

function shares(data: Comparisons, place: number): Float64Array {
  const levels = data.levels[place] ?? 2;
  const counts = new Float64Array(levels).fill(1 / levels);
  let filled = 1;
  for (let pair = 0; pair < data.size; pair++) {
    const level = data.values[place * data.size + pair] ?? missing;
    if (level === missing) continue;
    counts[level] = (counts[level] ?? 0) + 1;
    filled++;
  }
  return counts.map((count) => count / filled);
}

/**
 * Relatives at first agree as strangers do where most pairs found do not agree, and as those pairs do where they all do.
 * What one field alone tells apart has no single answer: there it is assumed how they agree.
 */
function startOf(fields: readonly Field[], model: LinkModel, data: Comparisons) {
  const telling: number[] = [];
  const start = fields.map(({ levels }, at): LevelProbabilities => {
    const m = assumedM(levels.length);
    const found = shares(data, at);
    const u = model.fields[at]?.u ?? found;
    const agreeing = Math.max(0, 1 - (found[0] ?? 0) / (u[0] ?? 1));
    if (agreeing < 0.6 && divergence(m, u) > 1) telling.push(at);
    return { m, u: u.map((share, level) => share + agreeing * ((found[level] ?? 0) - share)) };
  });
  return { start, held: new Set(telling.length === 1 ? telling : []) };
}

interface FieldEvidence {
  readonly kind: Field["kind"];
  /** What matches gain by this field on average, in bits, where both rows have it. */
  readonly bits: number;
  /** Whether relatives agree in it no more than strangers do. */
  readonly isByChance: boolean;
}

const place =
  /city|town|suburb|state|province|county|country|region|district|area|neighbou?rhood|[省市区县镇乡]|国家|地区|城/i;
const isOf = (...kinds: readonly string[]) => {
  const own = new Set(kinds);
  return ({ kind }: FieldEvidence): boolean => own.has(kind);
};
const isPerson = isOf("name", "full-name");
const isThing = isOf("company", "text");
/** Not where a thing is, nor what sort it is of. */
const isNaming = isOf("name", "full-name", "company", "text", "people", "date", "email", "phone");

function weigh(
  field: Field,
  at: number,
  data: Comparisons,
  model: LinkModel,
  found: readonly LevelProbabilities[],
): FieldEvidence {
  const u = model.fields[at]?.u ?? new Float64Array(0);
  const { m, u: h } = found[at] ?? { m: u, u };
  let filled = 0;
  for (let pair = 0; pair < data.size; pair++) {
    if (data.values[at * data.size + pair] !== missing) filled++;
  }
  const own = divergence(m, u);
  const isPlace = field.kind === "name" && place.test(field.name);
  return {
    kind: isPlace ? "category" : field.kind,
    bits: (own * filled) / Math.max(1, data.size),
    isByChance: own > 0.5 && divergence(h, u) < 0.2 * own,
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

/** Rows with names of persons are taken for persons, whatever company they also name. */
function areRelatives(evidence: readonly FieldEvidence[], odds: number): boolean {
  if (shareByChance(evidence) >= 0.5) return true;
  const called = evidence.some(isPerson) ? isPerson : isThing;
  if (!evidence.some((one) => one.isByChance && called(one))) return false;
  const share = shareByChance(evidence.filter(isNaming));
  return share >= 0.35 || (share >= 0.2 && odds < 0.5);
}

function shareByChance(evidence: readonly FieldEvidence[]): number {
  let [byChance, all] = [0, 0];
  for (const { bits, isByChance } of evidence) {
    all += bits;
    if (isByChance) byChance += bits;
  }
  return byChance / Math.max(1e-9, all);
}
