import { type Random, seededRandom } from "@causeway/kernel";
import { betweenSources, type Sources } from "../blocking/between-sources.ts";
import { type Blocks, type Extent, totalPairs } from "../blocking/blocks.ts";
import { type Pairs, pairsInBlocks, randomPairs } from "../blocking/sample-pairs.ts";
import type { Field } from "../columns/field.ts";
import { missing } from "../comparators/comparator.ts";
import { type Comparisons, comparePairs } from "./compare-pairs.ts";
import { learnDependence } from "./dependent-fields.ts";
import { learnEqualValues } from "./equal-values.ts";
import { expectationMaximisation, type Mixture } from "./expectation-maximisation.ts";
import { assumedM, type LevelProbabilities, type LinkModel, normalised } from "./link-model.ts";
import { learnFromSurePairs } from "./sure-pairs.ts";

const randomSize = 200_000;
const blockSize = 25_000;
const pseudoPairs = 20;
/** So many matches a row at most are thought of in the beginning: of all that share a word most are no matches. */
const mostMatches = 5;

/**
 * Learns a model without labels: u from random pairs; m by expectation and maximisation inside one blocking rule at a
 * time with the rule's own columns left out, the rules averaged by the matches they saw; then u again, less the
 * matches among the random pairs. Where the sources of the rows are known it learns from pairs between them only.
 */
export function trainModel(
  fields: readonly Field[],
  blocks: readonly Blocks[],
  extent: Extent,
  seed: number,
  sources?: Sources,
): LinkModel {
  const random = seededRandom(seed);
  const size = Math.min(randomSize, 2 * totalPairs(extent));
  const atRandom = comparePairs(fields, betweenSources(randomPairs(extent, size, random), sources));
  const ofMatches = fields.map(({ levels }) => assumedM(levels.length));
  const model: LinkModel = {
    fields: ofMatches.map((m, place) => ({ m, u: shares(atRandom, place) })),
    prior: Math.min(0.1, extent.rows / Math.max(1, totalPairs(extent)) / 2),
  };
  const samples = blocks.map((rule) => sampleOf(rule, fields, extent, random, sources));
  if (fields.length === 1) return withoutHumps(model, 2 / size);
  const first = learnFrom(samples, model, atRandom, ofMatches);
  if (first.rules > 0) return withEqualValues(first, fields, samples, extent);
  const compared = samples.map(({ data }) => data);
  const sure = learnFromSurePairs(compared, model.fields, totalPairs(extent));
  if (sure === undefined) return first.model;
  const begun = model.fields.map(({ u }, place) => ({ m: sure[place] ?? u, u }));
  const second = learnFrom(samples, { ...model, fields: begun }, atRandom, sure);
  return { ...withEqualValues(second, fields, samples, extent), isOfSurePairs: true };
}

/** Not where texts tell things apart: equal words and versions of a product are no sign of chance or of its absence. */
function withEqualValues(
  { model, learned }: Learned,
  fields: readonly Field[],
  samples: readonly Sample[],
  extent: Extent,
): LinkModel {
  if (fields.some(({ kind }) => kind === "text")) return model;
  const judged = samples.flatMap(({ rule, pairs, data }, at) => {
    const posterior = learned[at]?.posterior;
    return posterior === undefined ? [] : [{ rule, pairs, data, posterior }];
  });
  const dependent = learnDependence(model, fields, judged);
  return learnEqualValues(dependent, fields, judged, extent);
}

interface Learned {
  readonly model: LinkModel;
  /** In how many rules matches were found. */
  readonly rules: number;
  /** What was learned within each rule. */
  readonly learned: readonly (Mixture | undefined)[];
}

/** Two rounds of m within the rules and u without the matches. */
function learnFrom(
  samples: readonly Sample[],
  start: LinkModel,
  atRandom: Comparisons,
  assumed: readonly Float64Array[],
): Learned {
  let model = start;
  let rules = 0;
  let learned: readonly (Mixture | undefined)[] = [];
  for (let round = 0; round < 2; round++) {
    learned = samples.map((sample) => learnInBlock(sample, model));
    rules = learned.filter((mixture, at) => hasMatches(mixture, samples[at])).length;
    const m = averageM(samples, learned, assumed);
    model = {
      ...model,
      fields: m.map((own, place) => ({ m: own, u: model.fields[place]?.u ?? own })),
    };
    model = withoutMatches(model, atRandom);
  }
  return { model, rules, learned };
}

/**
 * The model with u falling from its highest level on: strangers are the rarer the more alike they are, so that what
 * rises again are matches. With one field nothing else tells the two apart (the zero assumption of Efron 2004). Levels that
 * fewer than `seen` have are no measure of those above.
 */
function withoutHumps(model: LinkModel, seen: number): LinkModel {
  const fields = model.fields.map(({ m, u }) => {
    const falling = u.slice();
    let most = Math.max(...u);
    for (let level = u.indexOf(most) + 1; level < u.length; level++) {
      if ((falling[level] ?? 0) >= most) falling[level] = most / 2;
      if ((falling[level] ?? 0) >= seen) most = falling[level] ?? most;
    }
    return { m, u: falling };
  });
  return { ...model, fields };
}

function hasMatches(mixture: Mixture | undefined, sample: Sample | undefined): boolean {
  if (mixture === undefined || sample === undefined) return false;
  return mixture.lambda * sample.data.size >= 10 && mixture.lambda >= 0.001;
}

interface Sample {
  readonly rule: Blocks;
  readonly pairs: Pairs;
  readonly data: Comparisons;
  readonly leftOut: ReadonlySet<number>;
  /** The share of matches to begin with. */
  readonly lambda: number;
}

function sampleOf(
  rule: Blocks,
  fields: readonly Field[],
  extent: Extent,
  random: Random,
  sources?: Sources,
): Sample {
  const pairs = betweenSources(pairsInBlocks(rule, extent.isTwo, blockSize, random), sources);
  const leftOut = new Set<number>();
  for (const [place, field] of fields.entries()) {
    if (field.columns.some((column) => rule.columns.includes(column))) leftOut.add(place);
  }
  const lambda = Math.min(0.2, (mostMatches * extent.rows) / Math.max(1, rule.pairs));
  return { rule, pairs, data: comparePairs(fields, pairs), leftOut, lambda };
}

function learnInBlock({ data, leftOut, lambda }: Sample, model: LinkModel): Mixture | undefined {
  if (data.size < 20 || leftOut.size === model.fields.length) return undefined;
  return expectationMaximisation(data, { start: model.fields, lambda, pseudoPairs, leftOut });
}

/** Level shares among the pairs that have one, with a trace of every level. */
function shares(data: Comparisons, place: number, weight?: Float64Array): Float64Array {
  const levels = data.levels[place] ?? 2;
  const counts = new Float64Array(levels).fill(0.5 / levels);
  const start = place * data.size;
  for (let pair = 0; pair < data.size; pair++) {
    const level = data.values[start + pair] ?? missing;
    if (level !== missing)
      counts[level] = (counts[level] ?? 0) + (weight ? 1 - (weight[pair] ?? 0) : 1);
  }
  return normalised(counts);
}

function averageM(
  samples: readonly Sample[],
  learned: readonly (Mixture | undefined)[],
  assumed: readonly Float64Array[],
): readonly Float64Array[] {
  const sums = assumed.map((m) => m.map((share) => share * pseudoPairs));
  for (const [rule, mixture] of learned.entries()) {
    const sample = samples[rule];
    if (mixture === undefined || sample === undefined || !hasMatches(mixture, sample)) continue;
    const matches = mixture.lambda * sample.data.size;
    for (const place of assumed.keys()) {
      if (sample.leftOut.has(place)) continue;
      addShares(sums[place], mixture.fields[place]?.m, Math.min(matches, 2000));
    }
  }
  return sums.map(normalised);
}

function addShares(sum: Float64Array | undefined, m: Float64Array | undefined, count: number) {
  if (sum === undefined || m === undefined) return;
  for (let level = 0; level < sum.length; level++) {
    sum[level] = (sum[level] ?? 0) + count * (m[level] ?? 0);
  }
}

/** The model with u estimated again from random pairs, each counted by its chance not to match. */
function withoutMatches(model: LinkModel, atRandom: Comparisons): LinkModel {
  const { posterior } = expectationMaximisation(atRandom, {
    start: model.fields,
    lambda: model.prior,
    pseudoPairs: 1e9,
    keepU: true,
    rounds: 1,
  });
  const fields: LevelProbabilities[] = model.fields.map(({ m }, place) => ({
    m,
    u: shares(atRandom, place, posterior),
  }));
  return { ...model, fields };
}
