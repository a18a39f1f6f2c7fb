import { seededRandom } from "@causeway/kernel";
import type { KindedColumn } from "../columns/build-fields.ts";
import type { CodedColumn } from "../columns/coded-column.ts";
import { type Blocks, buildBlocks, type Extent, totalPairs } from "./blocks.ts";
import { combineFeatures } from "./combine-features.ts";
import { countFinds, partners } from "./expected-finds.ts";
import { featuresOf } from "./feature.ts";
import { joinRules, type SampledRule, sampleRules } from "./sampled-rule.ts";

export interface BlockingBudget {
  /** Pairs of all rules together, those found by several counted several times. */
  readonly pairs: number;
  readonly rules: number;
}

/** What rows of this number may cost: all pairs of a small table, some dozens a row of a large one. */
export function blockingBudget(extent: Extent): BlockingBudget {
  return { pairs: Math.max(5e6, 30 * extent.rows), rules: 14 };
}

const mostJoined = 14;

/**
 * Chooses blocking rules without labels: columns, two and three columns at once. A true pair is lost only if it disagrees
 * in all rules, so that which to take next is asked of imagined partners of a sample of the rows, who differ here and
 * there: the rule that finds most of those still lost, for the pairs it costs. So a table ten times as long gets other
 * rules, not the same with the larger blocks left out.
 */
export function chooseBlocking(
  columns: readonly KindedColumn[],
  extent: Extent,
  given?: readonly (readonly string[])[],
): readonly Blocks[] {
  if (given) return givenBlocks(columns, extent, given);
  const budget = blockingBudget(extent);
  const features = columns.flatMap(featuresOf);
  const single = sampleRules(features, extent, budget.pairs / 6, seededRandom(1));
  const joinable = single
    .filter((rule) => isDear(rule, budget))
    .toSorted((a, b) => worth(b, extent) - worth(a, extent))
    .slice(0, mostJoined);
  const pairs = joinAll(joinable, joinable);
  const wide = pairs
    .filter((rule) => isDear(rule, budget))
    .toSorted((a, b) => b.all - a.all)
    .slice(0, mostJoined);
  const triples = joinAll(wide, joinable);
  // The beginning of a name alone will do where rows are few and names are many.
  const isNaming = (own: CodedColumn, name: string): boolean =>
    own.name === name && own.values.length >= 0.1 * own.filled;
  const alone = single.filter(
    ({ feature, costOfAll }) =>
      !feature.isCoarse ||
      (costOfAll < budget.pairs / budget.rules &&
        columns.some(({ column }) => isNaming(column, feature.column))),
  );
  return takeWithin([...alone, ...pairs, ...triples], budget).map(({ features: own, limit }) => {
    const [first, ...others] = own;
    if (first === undefined) throw new RangeError("a blocking rule has no feature");
    const feature = others.reduce(combineFeatures, first);
    const names = own.map(({ column }) => column);
    return buildBlocks(feature.name, names, feature, extent, limit);
  });
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

/** Whether much of what a rule could find is lost to blocks that are too large, or costs more than its share. */
function isDear({ feature, finds, all, cost }: SampledRule, budget: BlockingBudget): boolean {
  return feature.isCoarse || countFinds(finds) < 0.9 * all || cost > budget.pairs / budget.rules;
}

/** How much a rule narrows, in bits, for the rows that have it. */
function worth({ all, costOfAll }: SampledRule, extent: Extent): number {
  const bits = Math.log2(totalPairs(extent) / Math.max(1, costOfAll));
  return all * Math.min(bits, Math.log2(extent.rows));
}

/** Each of the first with each of the others that reads other columns. */
function joinAll(
  first: readonly SampledRule[],
  others: readonly SampledRule[],
): readonly SampledRule[] {
  const joined = new Map<string, SampledRule>();
  for (const one of first) {
    for (const other of others) {
      const columns = new Set(one.features.map(({ column }) => column));
      if (other.features.some(({ column }) => columns.has(column))) continue;
      if (!one.feature.isSingle && !other.feature.isSingle) continue;
      const name = [...one.features, ...other.features]
        .map((own) => own.name)
        .sort()
        .join("\n");
      if (!joined.has(name)) joined.set(name, joinRules(one, other));
    }
  }
  return [...joined.values()];
}

/** A rule that finds fewer of the imagined partners than this share adds nothing. */
const leastGain = 0.0005;
/** Spending the whole budget on what could be had for less must find so much more, as a share of all partners. */
const gainOfBudget = 0.01;

/**
 * Takes the rule that finds most of what is still lost for its share of the budget, until that or the number of rules is
 * spent; then exchanges rules one by one for such as cost more and find more, as long as it pays.
 */
function takeWithin(
  candidates: readonly SampledRule[],
  budget: BlockingBudget,
): readonly SampledRule[] {
  const usable = candidates.filter(({ cost }) => cost > 0);
  const taken: SampledRule[] = [];
  while (taken.length < budget.rules) {
    const next = bestBeside(taken, usable, budget, (gain, cost) =>
      gain <= leastGain + (gainOfBudget * cost) / budget.pairs
        ? 0
        : gain / (cost / budget.pairs + 1 / budget.rules),
    );
    if (next === undefined) break;
    taken.push(next);
  }
  for (let place = 0; place < budget.rules && taken.length === budget.rules; place++) {
    const others = taken.filter((_, at) => at !== place);
    const better = bestBeside(
      others,
      usable,
      budget,
      (gain, cost) => 1 + gain - (gainOfBudget * cost) / budget.pairs,
    );
    if (better) taken[place] = better;
  }
  return [...taken, ...cheapBeside(taken, usable, budget)].toSorted((a, b) => a.cost - b.cost);
}

const fewestToLearnFrom = 20;

/**
 * Single features of columns that are not nearly empty, which add nothing to what is found but cost next to nothing: there is
 * more to learn the weights from.
 */
function cheapBeside(
  taken: readonly SampledRule[],
  candidates: readonly SampledRule[],
  budget: BlockingBudget,
): readonly SampledRule[] {
  const most = Math.max(...candidates.map(({ all }) => all));
  return candidates
    .filter(({ features, all }) => features.length === 1 && all > most / 10)
    .filter(({ cost }) => cost >= fewestToLearnFrom && cost < 0.01 * budget.pairs)
    .filter((rule) => !taken.includes(rule))
    .slice(0, budget.rules - taken.length);
}

/** The rule that is worth most beside those taken, of what it finds that they do not, as a share, and what it costs. */
function bestBeside(
  taken: readonly SampledRule[],
  candidates: readonly SampledRule[],
  budget: BlockingBudget,
  worthOf: (gain: number, cost: number) => number,
): SampledRule | undefined {
  const left = taken.reduce((sum, { cost }) => sum - cost, budget.pairs);
  const found = new Int32Array(candidates[0]?.finds.length ?? 0);
  for (const { finds } of taken) {
    for (const [at, mask] of finds.entries()) found[at] = (found[at] ?? 0) | mask;
  }
  let [most, best] = [0, undefined as SampledRule | undefined];
  for (const rule of candidates) {
    if (rule.cost > left || taken.includes(rule)) continue;
    const gain = countFinds(rule.finds.map((mask, at) => mask & ~(found[at] ?? 0)));
    const worth = worthOf(gain / (partners * found.length), rule.cost);
    if (worth > most) [most, best] = [worth, rule];
  }
  return best;
}

/** Whether all pairs are few enough to be compared without blocking. */
export function isSmall(extent: Extent): boolean {
  return totalPairs(extent) <= 1.5e6;
}
