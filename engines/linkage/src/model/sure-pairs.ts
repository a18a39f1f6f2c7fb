import { missing } from "../comparators/comparator.ts";
import type { Comparisons } from "./compare-pairs.ts";
import { assumedM, type LevelProbabilities, normalised } from "./link-model.ts";

/** As by this many pairs m is drawn towards what is assumed. */
const pseudoPairs = 4;
/** The share of chance finds among those taken. */
const falseShare = 0.02;
const fewest = 10;

/**
 * How fields agree among pairs that agree far more than strangers ever would, whatever single fields say: for each pair
 * the chance that a stranger agrees at least so much in each field, the rare ones combined by the truncated product
 * method (Zaykin, Zhivotovsky, Westfall & Weir 2002), and few false finds (Benjamini & Hochberg 1995). A table of many
 * columns that tell nothing begins to learn from these; what is assumed of matches otherwise makes each such column speak
 * against all pairs. Undefined where there are too few.
 */
export function learnFromSurePairs(
  samples: readonly Comparisons[],
  fields: readonly LevelProbabilities[],
  totalPairs: number,
): readonly Float64Array[] | undefined {
  const surprise = fields.map(({ u }) => surprisesOf(u));
  const chances = samples.map((data) => chancesOf(data, surprise));
  const least = falseDiscoveryBound(chances, totalPairs);
  const counts = fields.map(({ m }) => assumedM(m.length).map((share) => share * pseudoPairs));
  let found = 0;
  for (const [at, data] of samples.entries()) {
    for (let pair = 0; pair < data.size; pair++) {
      if ((chances[at]?.[pair] ?? 0) > least) continue;
      found++;
      addLevels(counts, data, pair);
    }
  }
  return found < fewest ? undefined : counts.map(normalised);
}

function addLevels(counts: readonly Float64Array[], data: Comparisons, pair: number): void {
  for (const [place, own] of counts.entries()) {
    const level = data.values[place * data.size + pair] ?? missing;
    if (level !== missing) own[level] = (own[level] ?? 0) + 1;
  }
}

/** The largest chance, as a logarithm, up to which as few as allowed are finds by chance. */
function falseDiscoveryBound(chances: readonly Float64Array[], totalPairs: number): number {
  const sorted = Float64Array.from(chances.flatMap((own) => [...own.filter((log) => log < -3)]));
  sorted.sort();
  for (let size = sorted.length; size > 0; size--) {
    const log = sorted[size - 1] ?? 0;
    if (log <= Math.log((falseShare * size) / Math.max(1, totalPairs))) return log;
  }
  return Number.NEGATIVE_INFINITY;
}

function chancesOf(data: Comparisons, surprise: readonly Float64Array[]): Float64Array {
  return Float64Array.from({ length: data.size }, (_, pair) => logChance(data, pair, surprise));
}

/** Agreement of a field that fewer strangers than this have counts. */
const rare = 0.05;
const bound = -Math.log(rare);
/** Name and address of e-mail agree together, and so do town and postal code: more fields than two or three must. */
const fewestAlike = 4;

/** For each level −log of the share of strangers that are at least so alike. */
function surprisesOf(u: Float64Array): Float64Array {
  let above = 0;
  const surprises = new Float64Array(u.length);
  for (let level = u.length - 1; level >= 0; level--) {
    above += u[level] ?? 0;
    surprises[level] = -Math.log(Math.min(1, above));
  }
  return surprises;
}

/**
 * The logarithm of the chance that as many fields surprise as much: of n fields some number by chance, and what exceeds
 * the bound in these a sum of exponential variables.
 */
function logChance(data: Comparisons, pair: number, surprise: readonly Float64Array[]): number {
  let [sum, fields, alike] = [0, 0, 0];
  for (const [place, own] of surprise.entries()) {
    const level = data.values[place * data.size + pair] ?? missing;
    if (level === missing) continue;
    fields++;
    if ((own[level] ?? 0) <= bound) continue;
    sum += own[level] ?? 0;
    alike++;
  }
  if (alike < fewestAlike) return 0;
  let chance = 0;
  let ways = (1 - rare) ** fields;
  for (let count = 1; count <= fields; count++) {
    ways *= ((fields - count + 1) / count) * (rare / (1 - rare));
    chance += ways * sumTail(count, sum - count * bound);
  }
  return Math.log(chance);
}

/** The chance that so many exponential variables of mean 1 sum to more. */
function sumTail(count: number, sum: number): number {
  if (sum <= 0) return 1;
  let [term, tail] = [1, 1];
  for (let k = 1; k < count; k++) {
    term *= sum / k;
    tail += term;
  }
  return tail * Math.exp(-sum);
}
