import { seededRandom } from "@causeway/kernel";
import { scoredBetweenSources } from "./blocking/between-sources.ts";
import { totalPairs } from "./blocking/blocks.ts";
import { isSmall } from "./blocking/choose-blocking.ts";
import { visitCandidates } from "./blocking/visit-candidates.ts";
import { clusterPairs } from "./cluster/cluster-pairs.ts";
import { findUniqueness, twinTest } from "./cluster/find-uniqueness.ts";
import { assignPairs, type Uniqueness, unmatchedBits } from "./cluster/one-to-one.ts";
import { pairList, type ScoredPairs } from "./cluster/scored-pairs.ts";
import type { Field } from "./columns/field.ts";
import type { LinkTable } from "./columns/link-table.ts";
import { withoutEqualValues } from "./model/equal-values.ts";
import { estimatePrior, probabilityOf } from "./model/estimate-prior.ts";
import { groupScore } from "./model/group-score.ts";
import { type LinkModel, levelWeights } from "./model/link-model.ts";
import { matchScore } from "./model/match-scorer.ts";
import { pairScorer } from "./model/pair-scorer.ts";
import { refitMatches } from "./model/refit-matches.ts";
import { findRelatives } from "./model/relatives.ts";
import { trainModel } from "./model/train-model.ts";
import { type LinkPlan, type LinkRules, planLink } from "./plan-link.ts";

export interface LinkOptions {
  readonly rules?: LinkRules | undefined;
  /** The probability from which on a pair is one thing. Default .5. */
  readonly threshold?: number | undefined;
  readonly seed?: number | undefined;
  /** Said, not found: which sides have each thing at most once. Means nothing for one table. */
  readonly unique?: Uniqueness | undefined;
}

export interface LinkResult {
  readonly plan: LinkPlan;
  readonly model: LinkModel;
  /** Pairs of rows that are one thing; rows of a second table are counted on from the first. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly probability: Float64Array;
  /** How many things have two rows or more. */
  readonly clusters: number;
  readonly unique: Uniqueness | undefined;
  /** Every pair whose evidence was worth remembering, in bits, before grouping. */
  readonly scored: ScoredPairs;
}

/**
 * Which rows of one table, or of two, are the same person, company or thing. Without labels: the kinds of the columns,
 * the blocking rules and the weights all come from the data (Fellegi & Sunter 1969). The same input and seed give the
 * same pairs. Throws where no column can tell rows apart.
 */
export function link(left: LinkTable, right?: LinkTable, options: LinkOptions = {}): LinkResult {
  const plan = planLink(left, right, options.rules);
  const result = linkPlan(plan, options);
  const { sources } = plan;
  if (sources === undefined || isApart(result, sources)) return result;
  return linkPlan(planLink(left, right, options.rules, { seeksSource: false }), options);
}

/** Whether rows of one source are one thing less than half as often as their number would have it. */
function isApart({ left, right }: LinkResult, sources: Int32Array): boolean {
  let within = 0;
  for (const [at, row] of left.entries()) if (sources[row] === sources[right[at] ?? 0]) within++;
  const counts = new Map<number, number>();
  for (const source of sources) counts.set(source, (counts.get(source) ?? 0) + 1);
  const chance = [...counts.values()].reduce((sum, rows) => sum + (rows / sources.length) ** 2, 0);
  return within < 0.5 * chance * left.length;
}

function linkPlan(plan: LinkPlan, options: LinkOptions): LinkResult {
  const { threshold = 0.5, seed = 1 } = options;
  const { isTwo, leftRows, rows } = plan.extent;
  if (totalPairs(plan.extent) === 0) return nothingToCompare(plan);
  if (plan.fields.length === 0) throw new RangeError("no column can tell rows apart");
  const trained = trainModel(plan.fields, plan.blocks, plan.extent, seed, plan.sources);
  const candidates = scoreCandidates(plan, trained);
  const most = isTwo ? Math.min(leftRows, rows - leftRows) / totalPairs(plan.extent) : 0.5;
  const withPrior = (own: LinkModel, { weight }: ScoredPairs): LinkModel => ({
    ...own,
    prior: estimatePrior(weight, totalPairs(plan.extent), most),
  });
  const alone = withPrior(trained, candidates);
  const plain = withoutEqualValues(alone);
  const plainly =
    plain === alone
      ? candidates
      : scoredAgain(candidates, fullScoreOf(plan.fields, plain), floorOf(trained));
  const related = findRelatives(
    plan.fields,
    withPrior(plain, plainly),
    scoredBetweenSources(plainly, plan.sources),
    seededRandom(seed),
    isTwo,
  );
  const learned = related ?? refitted(plan, alone, candidates, seed);
  const fullScore = fullScoreOf(plan.fields, learned);
  const scored =
    learned === alone ? candidates : scoredAgain(related ? plainly : candidates, fullScore);
  const model = related ?? withPrior(learned, scored);
  const { prior } = model;
  const cut = Math.log2(threshold / (1 - threshold)) - Math.log2(prior / (1 - prior));
  const unique = isTwo
    ? (options.unique ??
      findUniqueness(
        scored,
        plan.blocks,
        plan.extent,
        cut + 4,
        twinTest(plan.fields, levelWeights(plan.fields, model), fullScore, cut + 4),
        seededRandom(seed),
      ))
    : undefined;
  // Of products those that are left over resemble one another the most.
  const isOfTexts = plan.fields.some(({ kind }) => kind === "text");
  const lone = unique && !isOfTexts ? unmatchedBits(scored, plan.extent, unique, cut) : 0;
  const { pairs, clusters } = unique
    ? matched(scored, plan.extent.rows, unique, cut + lone)
    : grouped(scored, plan.extent.rows, cut, fullScore, groupScore(plan.fields, model));
  const probability = pairs.weight.map((bits) => probabilityOf(bits - lone, prior));
  return {
    plan,
    model,
    left: pairs.left,
    right: pairs.right,
    probability,
    clusters,
    unique,
    scored,
  };
}

function nothingToCompare(plan: LinkPlan): LinkResult {
  return {
    plan: { ...plan, fields: [] },
    model: { fields: [], prior: 0.5 },
    left: new Int32Array(0),
    right: new Int32Array(0),
    probability: new Float64Array(0),
    clusters: 0,
    unique: undefined,
    scored: pairList().finish(),
  };
}

const manyRows = 80_000;

/**
 * The model with m refitted over all candidates, where these are few enough to be looked at twice. Not where a single column is
 * all there is, which would only confirm itself, nor for firms and products: branches and versions are likely pairs too.
 */
function refitted(
  { fields, extent }: LinkPlan,
  model: LinkModel,
  candidates: ScoredPairs,
  seed: number,
): LinkModel {
  const hasTwins = fields.some(({ kind }) => kind === "text" || kind === "company");
  if (extent.rows > manyRows || fields.length < 2 || hasTwins) return model;
  return refitMatches(fields, model, candidates, seededRandom(seed));
}

/** What a pair must reach at least to be a match under any sensible prior. */
function floorOf({ prior }: LinkModel): number {
  return -Math.log2(prior / (1 - prior)) - 7;
}

/** Scores every candidate and keeps those that could still be a match. */
export function scoreCandidates(plan: LinkPlan, model: LinkModel): ScoredPairs {
  const { score } = pairScorer(plan.fields, model, { needsTwoEqual: plan.extent.rows > manyRows });
  const list = pairList();
  const floor = floorOf(model);
  const blocks = isSmall(plan.extent) ? undefined : plan.blocks;
  visitCandidates(blocks, plan.extent, (one, other) => {
    const bits = score(one, other, floor);
    if (bits >= floor) list.add(one, other, bits);
  });
  return list.finish();
}

function fullScoreOf(fields: readonly Field[], model: LinkModel) {
  const score = matchScore(fields, model);
  return (one: number, other: number): number => score(one, other, Number.NEGATIVE_INFINITY);
}

/** The pairs by other evidence, without those that fall below the floor. */
function scoredAgain(
  { size, left, right }: ScoredPairs,
  score: (a: number, b: number) => number,
  floor = Number.NEGATIVE_INFINITY,
): ScoredPairs {
  const list = pairList();
  for (let at = 0; at < size; at++) {
    const [one, other] = [left[at] ?? 0, right[at] ?? 0];
    const bits = score(one, other);
    if (bits >= floor) list.add(one, other, bits);
  }
  return list.finish();
}

function matched(scored: ScoredPairs, rows: number, unique: Uniqueness, cut: number) {
  const pairs = assignPairs(scored, rows, unique, cut);
  return { pairs, clusters: countGroups(pairs, rows) };
}

function grouped(
  scored: ScoredPairs,
  rows: number,
  cut: number,
  score: (a: number, b: number) => number,
  scoreAll: (pairs: readonly number[], cut: number) => Float64Array,
) {
  const { clusters, pairs } = clusterPairs(scored, rows, cut, score, scoreAll);
  const sizes = new Uint32Array(rows);
  for (const name of clusters) sizes[name] = (sizes[name] ?? 0) + 1;
  return { pairs, clusters: sizes.reduce((sum, size) => sum + Number(size > 1), 0) };
}

/** Groups that pairs make of rows. */
function countGroups({ size, left, right }: ScoredPairs, rows: number): number {
  const parent = new Int32Array(rows).fill(-1);
  const rootOf = (row: number): number => {
    let root = row;
    while ((parent[root] ?? -1) >= 0) root = parent[root] ?? 0;
    return root;
  };
  let joined = 0;
  const touched = new Set<number>();
  for (let place = 0; place < size; place++) {
    const [a, b] = [left[place] ?? 0, right[place] ?? 0];
    touched.add(a).add(b);
    const [one, other] = [rootOf(a), rootOf(b)];
    if (one === other) continue;
    parent[other] = one;
    joined++;
  }
  return touched.size - joined;
}
