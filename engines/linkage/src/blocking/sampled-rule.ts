import type { Random } from "@causeway/kernel";
import { type Extent, pairsOfKeys, renameKeys } from "./blocks.ts";
import { combineFeatures } from "./combine-features.ts";
import { countFinds, imaginePartners } from "./expected-finds.ts";
import type { Feature } from "./feature.ts";

const mostSampled = 1000;

/** A blocking rule that is only thought of, judged by what it does to a sample of the rows. */
export interface SampledRule {
  /** Features in all of which rows agree. */
  readonly features: readonly Feature[];
  /** The keys of the sampled rows, for all rows that have them. */
  readonly feature: Feature;
  /** Pairs once blocks above the limit are left out, estimated. */
  readonly cost: number;
  /** Pairs of the largest block that is kept. */
  readonly limit: number;
  /** For each sampled row which of its imagined partners the rule puts together with it, as bits. */
  readonly finds: Int32Array;
  /** Pairs of all blocks. */
  readonly costOfAll: number;
  /** How many imagined partners it would find with all its blocks. */
  readonly all: number;
  readonly sample: Sample;
}

interface Sample {
  readonly rows: Uint32Array;
  readonly extent: Extent;
  /** Most pairs a rule may cost. */
  readonly most: number;
  /** For each sampled row, for each of its keys in turn, the partners that share it. */
  readonly masks: readonly Int32Array[];
}

/** The rules of one feature each. */
export function sampleRules(
  features: readonly Feature[],
  extent: Extent,
  most: number,
  random: Random,
): readonly SampledRule[] {
  const size = Math.min(mostSampled, extent.rows);
  const rows = Uint32Array.from({ length: size }, (_, at) =>
    Math.floor(((at + random()) * extent.rows) / size),
  );
  const filled = filledColumns(features);
  const imagined = imaginePartners(rows, (column) => filled.get(column) ?? 1, random);
  return features.map((feature) => {
    const masks = Array.from(rows, (row, place) =>
      Int32Array.from(
        feature.keys.subarray(feature.starts[row] ?? 0, feature.starts[row + 1] ?? 0),
        (key) => imagined.ofKeys(feature, place, key),
      ),
    );
    const sample = { rows, extent, most, masks };
    const pairs = pairsOfKeys(feature, extent)
      .filter((own) => own > 0)
      .sort();
    return judge([feature], onlyKeysOf(feature, rows), sample, withinCost(pairs, pairs, most));
  });
}

/**
 * How full each column is, by its least common feature. One that hardly any row has does not count: no part of a Chinese name is
 * a word.
 */
function filledColumns(features: readonly Feature[]): ReadonlyMap<string, number> {
  const shares = new Map<string, number[]>();
  for (const feature of features) {
    const own = shares.get(feature.column) ?? [];
    shares.set(feature.column, [...own, filledShare(feature)]);
  }
  const least = (own: readonly number[]): number => {
    const most = Math.max(...own);
    return Math.min(...own.filter((share) => share >= 0.2 * most));
  };
  return new Map([...shares].map(([column, own]) => [column, least(own)]));
}

/** Two rules at once; at most one of them may give several keys to a row. */
export function joinRules(first: SampledRule, second: SampledRule): SampledRule {
  const [many, one] = first.feature.isSingle ? [second, first] : [first, second];
  const { rows } = many.sample;
  const masks = many.sample.masks.map((own, place) => {
    const [other] = one.sample.masks[place] ?? [];
    return other === undefined ? new Int32Array(0) : own.map((mask) => mask & other);
  });
  const feature = onlyKeysOf(combineFeatures(first.feature, second.feature), rows);
  return judge([...first.features, ...second.features], feature, { ...many.sample, masks });
}

function filledShare({ starts }: Feature): number {
  let filled = 0;
  for (let row = 0; row + 1 < starts.length; row++) {
    if ((starts[row + 1] ?? 0) > (starts[row] ?? 0)) filled++;
  }
  return filled / Math.max(1, starts.length - 1);
}

/** The feature with those keys only that one of these rows has. */
function onlyKeysOf(feature: Feature, rows: Uint32Array): Feature {
  const places = new Int32Array(feature.size).fill(-1);
  let size = 0;
  for (const row of rows) {
    const end = feature.starts[row + 1] ?? 0;
    for (let at = feature.starts[row] ?? 0; at < end; at++) {
      const key = feature.keys[at] ?? 0;
      if ((places[key] ?? -1) < 0) places[key] = size++;
    }
  }
  return { ...feature, ...renameKeys(feature, places), size };
}

/** The largest block limit under which the blocks, smallest first, keep within the cost. */
function withinCost(pairs: Float64Array, costs: Float64Array, most: number) {
  let [cost, costOfAll, limit] = [0, 0, 0];
  for (const [at, own] of pairs.entries()) {
    costOfAll += costs[at] ?? 0;
    if (costOfAll > most) continue;
    cost = costOfAll;
    limit = own;
  }
  return { cost, costOfAll, limit };
}

/** What a rule costs and finds; its cost is estimated from the sampled rows where it is not known. */
function judge(
  features: readonly Feature[],
  feature: Feature,
  sample: Sample,
  known?: ReturnType<typeof withinCost>,
): SampledRule {
  const { rows, extent, most, masks } = sample;
  const pairs = pairsOfKeys(feature, extent);
  const members = new Uint32Array(feature.size);
  for (const key of feature.keys) members[key] = (members[key] ?? 0) + 1;
  const keys = Array.from(rows, (row) =>
    feature.keys.subarray(feature.starts[row] ?? 0, feature.starts[row + 1] ?? 0),
  );
  // A block is met by as many of the sampled rows as it has members.
  const each = extent.rows / rows.length;
  const costOf = (key: number): number => (each * (pairs[key] ?? 0)) / (members[key] ?? 1);
  const met = keys.flatMap((own) => [...own]).sort((a, b) => (pairs[a] ?? 0) - (pairs[b] ?? 0));
  const ofMet = (of: (key: number) => number): Float64Array => Float64Array.from(met, of);
  const price =
    known ??
    withinCost(
      ofMet((key) => pairs[key] ?? 0),
      ofMet(costOf),
      most,
    );
  const found = (bound: number): Int32Array =>
    Int32Array.from(keys, (own, place) =>
      own.reduce(
        (mask, key, at) => ((pairs[key] ?? 0) > bound ? mask : mask | (masks[place]?.[at] ?? 0)),
        0,
      ),
    );
  const finds = found(price.limit);
  const all = countFinds(found(Number.POSITIVE_INFINITY));
  return { ...price, features, feature, finds, all, sample };
}
