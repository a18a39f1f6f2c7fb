import type { Column, Dataset } from "../dataset/dataset.ts";
import { sortedOrder } from "../metrics/sorted-order.ts";
import { type Binned, conditionalTie, type Tie, tieOf, together } from "./tie-of.ts";

/** How strongly a column goes with what the others tell of the outcome, in standard deviations of chance: in all rows, and among rows of one outcome. */
export interface OutcomeTies {
  readonly tied: number;
  readonly within: number;
}

const leastRows = 1_000;
const numberBins = 6;
const mostLevels = 8;
/** Standard deviations of chance from which on a column counts as telling the outcome. */
const leastTelling = 5;
const leastOthers = 2;
const leastTied = 7;
const mostWithin = 2;
/** Of one pair among so many. */
const mostOfPair = 3.5;
const leastTiedAlike = 3;
/** Where so many columns are tied through the outcome alone, that is how these data are: signs of a state, none of them late. */
const mostAlike = 0.25;

/**
 * Columns that are written by the 0/1 outcome alone, however little they tell of it: they go with the other columns that tell
 * it, and among rows of one outcome no more. Causes that know nothing of each other are tied only among rows of one outcome,
 * and those that do are tied there as well, and so are their common effects; what follows from the outcome is tied through it.
 * Source: Spirtes, Glymour & Scheines, Causation, Prediction, and Search, 2nd ed. (2000), chapter 5 (what tells a chain or a
 * fork from a collider).
 */
export function followsOutcome(
  dataset: Dataset,
  target: Float64Array,
): ReadonlyMap<string, OutcomeTies> {
  if (dataset.rows < leastRows) return new Map();
  const outcome: Binned = { of: Uint8Array.from(target), count: 2 };
  const told = dataset.columns.flatMap((column) => {
    const bins = binsOf(column);
    if (tieOf(bins, outcome).deviations < leastTelling) return [];
    return [{ name: column.name, bins, score: scoreOf(bins, target) }];
  });
  const whole = new Float64Array(dataset.rows);
  for (const { score } of told) add(whole, score, 1);
  const found = new Map<string, OutcomeTies>();
  for (const one of told) {
    const others = told.filter((other) => other !== one);
    const rest = add(whole.slice(), one.score, -1);
    const ties = outcomeTies(one.score, rest, target);
    if (others.length < leastOthers || !isThroughOutcome(ties, leastTied)) continue;
    const pairs = others.map(({ bins }) => conditionalTie(one.bins, bins, outcome));
    if (!isUntied(pairs)) continue;
    const alike = others.filter(({ score }) =>
      isThroughOutcome(outcomeTies(score, add(rest.slice(), score, -1), target), leastTiedAlike),
    );
    if (alike.length <= mostAlike * others.length) found.set(one.name, ties);
  }
  return found;
}

function isThroughOutcome({ tied, within }: OutcomeTies, least: number): boolean {
  return tied >= least && Math.abs(within) <= mostWithin;
}

function isUntied(pairs: readonly Tie[]): boolean {
  const most = Math.max(...pairs.map(({ deviations }) => deviations));
  return most <= mostOfPair && together(pairs) <= mostWithin;
}

function outcomeTies(score: Float64Array, rest: Float64Array, target: Float64Array): OutcomeTies {
  const size = Math.sqrt(target.length);
  return {
    tied: size * correlationWithin(score, rest, new Float64Array(target.length)),
    within: size * correlationWithin(score, rest, target),
  };
}

/** Log-odds of the outcome in each row's bin, a few rows of the usual odds beside it. */
function scoreOf({ of, count }: Binned, target: Float64Array): Float64Array {
  const [rows, positives] = [new Float64Array(count), new Float64Array(count)];
  for (let row = 0; row < of.length; row++) {
    const bin = of[row] as number;
    rows[bin] = (rows[bin] as number) + 1;
    positives[bin] = (positives[bin] as number) + (target[row] as number);
  }
  const base = positives.reduce((sum, each) => sum + each, 0) / target.length;
  const odds = rows.map((seen, bin) => {
    const share = ((positives[bin] as number) + 10 * base) / (seen + 10);
    return Math.log(share / (1 - share));
  });
  const score = new Float64Array(of.length);
  for (let row = 0; row < of.length; row++) score[row] = odds[of[row] as number] as number;
  return score;
}

/** Pearson's correlation of what is left of both once the means of each stratum (0 or 1) are taken off. */
function correlationWithin(left: Float64Array, right: Float64Array, strata: Float64Array): number {
  const counts = new Float64Array(2);
  const means = [new Float64Array(2), new Float64Array(2)] as const;
  for (let row = 0; row < left.length; row++) {
    const stratum = strata[row] as number;
    counts[stratum] = (counts[stratum] as number) + 1;
    means[0][stratum] = (means[0][stratum] as number) + (left[row] as number);
    means[1][stratum] = (means[1][stratum] as number) + (right[row] as number);
  }
  let [cross, own, other] = [0, 0, 0];
  for (let row = 0; row < left.length; row++) {
    const stratum = strata[row] as number;
    const count = counts[stratum] as number;
    const a = (left[row] as number) - (means[0][stratum] as number) / count;
    const b = (right[row] as number) - (means[1][stratum] as number) / count;
    cross += a * b;
    own += a * a;
    other += b * b;
  }
  return own > 0 && other > 0 ? cross / Math.sqrt(own * other) : 0;
}

function add(sum: Float64Array, values: Float64Array, times: number): Float64Array {
  for (let row = 0; row < sum.length; row++) {
    sum[row] = (sum[row] as number) + times * (values[row] as number);
  }
  return sum;
}

/** Parts of like size of a number's values, or the most frequent levels and one for the others; missing ones apart. */
function binsOf(column: Column): Binned {
  return column.kind === "numeric"
    ? numberBinsOf(column.values)
    : levelBinsOf(column.codes, column.levels.length);
}

function numberBinsOf(values: Float64Array): Binned {
  const order = sortedOrder(values);
  let filled = order.length;
  while (filled > 0 && Number.isNaN(values[order[filled - 1] as number])) filled--;
  const bounds = Array.from({ length: numberBins - 1 }, (_, cut) => {
    const place = Math.floor(((cut + 1) * filled) / numberBins);
    return values[order[place] ?? 0] as number;
  });
  const binOf = (value: number) =>
    Number.isNaN(value) ? numberBins : bounds.filter((bound) => bound < value).length;
  return { of: Uint8Array.from(values, binOf), count: numberBins + 1 };
}

function levelBinsOf(codes: Int32Array, levels: number): Binned {
  const counts = new Int32Array(levels);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  const binOf = new Uint8Array(levels).fill(mostLevels);
  Array.from(counts.keys())
    .sort((a, b) => (counts[b] as number) - (counts[a] as number))
    .slice(0, mostLevels)
    .forEach((level, bin) => {
      binOf[level] = bin;
    });
  return {
    of: Uint8Array.from(codes, (code) => (code < 0 ? mostLevels + 1 : (binOf[code] as number))),
    count: mostLevels + 2,
  };
}
