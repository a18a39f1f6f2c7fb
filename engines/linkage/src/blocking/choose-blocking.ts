import type { KindedColumn } from "../columns/build-fields.ts";
import { type Blocks, buildBlocks, type Extent, pairsOfKeys, totalPairs } from "./blocks.ts";
import { combineFeatures } from "./combine-features.ts";
import { type Feature, featuresOf } from "./feature.ts";

export interface BlockingBudget {
  /** Pairs of all rules together, those found by several counted several times. */
  readonly pairs: number;
  readonly rules: number;
}

/** What rows of this number may cost: all pairs of a small table, some dozens a row of a large one. */
export function blockingBudget(extent: Extent): BlockingBudget {
  return { pairs: Math.max(5e6, 30 * extent.rows), rules: 14 };
}

interface Candidate {
  readonly feature: Feature;
  readonly columns: readonly string[];
  /** Pairs once blocks above the limit are left out. */
  readonly cost: number;
  /** Share of rows that have a key in a block that is kept. */
  readonly reach: number;
  readonly limit: number;
}

/**
 * Chooses blocking rules without labels: every column that is selective enough alone, then pairs of columns that are
 * so together, until the budget is spent. A true pair is lost only if it disagrees in all of them, so many different
 * columns count for more than few good ones.
 */
export function chooseBlocking(
  columns: readonly KindedColumn[],
  extent: Extent,
  given?: readonly (readonly string[])[],
): readonly Blocks[] {
  if (given) return givenBlocks(columns, extent, given);
  const budget = blockingBudget(extent);
  const features = columns.flatMap(featuresOf);
  const each = budget.pairs / 6;
  const alone = features
    .filter(({ isCoarse }) => !isCoarse)
    .map((feature) => judge(feature, [feature.column], extent, each));
  const chosen = alone
    .filter(({ reach, cost }) => reach > 0.02 && cost > 0)
    .toSorted((a, b) => a.cost - b.cost);
  const taken = takeWithin(chosen, budget);
  const spent = taken.reduce((sum, { cost }) => sum + cost, 0);
  const weak = features.filter((feature) => isWeak(feature, alone));
  const pairs = pairUp(weak, extent, each);
  const rest = { pairs: budget.pairs - spent, rules: budget.rules - taken.length };
  return [...taken, ...takeWithin(pairs, rest)].map(({ feature, columns: own, limit }) =>
    buildBlocks(feature.name, own, feature, extent, limit),
  );
}

/** Rules that a person named: sets of columns in which rows must agree. Throws on a column that is not there. */
function givenBlocks(
  columns: readonly KindedColumn[],
  extent: Extent,
  given: readonly (readonly string[])[],
): readonly Blocks[] {
  return given.map((names) => {
    const [first, ...others] = names.map((name) => {
      const found = columns.find(({ column }) => column.name === name);
      const feature = found && featuresOf(found)[0];
      if (feature === undefined)
        throw new RangeError(`blocking names “${name}”, which is no column`);
      return feature;
    });
    if (first === undefined) throw new RangeError("a blocking rule names no column");
    const feature = others.reduce(combineFeatures, first);
    return buildBlocks(feature.name, names, feature, extent, Number.POSITIVE_INFINITY);
  });
}

/** Whether most of a feature's blocks are too large to be compared by it alone. */
function isWeak(feature: Feature, alone: readonly Candidate[]): boolean {
  if (feature.isCoarse) return true;
  const own = alone.find((candidate) => candidate.feature === feature);
  return own !== undefined && own.reach < 0.6;
}

/** The largest block limit under which a feature keeps within its cost. */
function judge(
  feature: Feature,
  columns: readonly string[],
  extent: Extent,
  most: number,
): Candidate {
  const pairs = pairsOfKeys(feature, extent);
  const sorted = pairs.filter((own) => own > 0).sort();
  let [cost, limit] = [0, 0];
  for (const own of sorted) {
    if (cost + own > most) break;
    cost += own;
    limit = own;
  }
  return { feature, columns, cost, limit, reach: reachOf(feature, pairs, extent.rows, limit) };
}

function reachOf(feature: Feature, pairs: Float64Array, rows: number, limit: number): number {
  let reached = 0;
  for (let row = 0; row < rows; row++) {
    const end = feature.starts[row + 1] ?? 0;
    for (let at = feature.starts[row] ?? 0; at < end; at++) {
      const own = pairs[feature.keys[at] ?? 0] ?? 0;
      if (own === 0 || own > limit) continue;
      reached++;
      break;
    }
  }
  return reached / Math.max(1, rows);
}

function takeWithin(
  candidates: readonly Candidate[],
  budget: BlockingBudget,
): readonly Candidate[] {
  const taken: Candidate[] = [];
  let spent = 0;
  for (const candidate of candidates) {
    if (taken.length >= budget.rules) break;
    if (spent + candidate.cost > budget.pairs) continue;
    taken.push(candidate);
    spent += candidate.cost;
  }
  return taken;
}

/** Pairs of weak features of different columns, those that reach most rows first, each feature a few times. */
function pairUp(weak: readonly Feature[], extent: Extent, most: number): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const usable = weak.filter(({ keys }) => keys.length > 0.05 * extent.rows).slice(0, 12);
  for (const [place, first] of usable.entries()) {
    for (const second of usable.slice(place + 1)) {
      if (first.column === second.column || (!first.isSingle && !second.isSingle)) continue;
      const feature = combineFeatures(first, second);
      const candidate = judge(feature, [first.column, second.column], extent, most);
      if (candidate.reach > 0.05) candidates.push(candidate);
    }
  }
  return spread(candidates.toSorted((a, b) => b.reach - a.reach || a.cost - b.cost));
}

/** In the order given, but no column more than four times, so that one bad column does not spoil all rules. */
function spread(candidates: readonly Candidate[]): readonly Candidate[] {
  const uses = new Map<string, number>();
  return candidates.filter(({ columns }) => {
    if (columns.some((column) => (uses.get(column) ?? 0) >= 4)) return false;
    for (const column of columns) uses.set(column, (uses.get(column) ?? 0) + 1);
    return true;
  });
}

/** Whether all pairs are few enough to be compared without blocking. */
export function isSmall(extent: Extent): boolean {
  return totalPairs(extent) <= 1.5e6;
}
