import type { Random } from "@causeway/kernel";
import type { ScoredPairs } from "../cluster/scored-pairs.ts";
import type { Field } from "../columns/field.ts";
import { missing } from "../comparators/comparator.ts";
import { areOthers, partnerStructure } from "./better-partners.ts";
import { type Comparisons, comparePairs } from "./compare-pairs.ts";
import { expectationMaximisation } from "./expectation-maximisation.ts";
import {
  assumedM,
  type LevelProbabilities,
  type LinkModel,
  monotoneWeights,
} from "./link-model.ts";

/** As by so many pairs it is drawn towards strangers how those that are apart agree. */
const pseudoPairs = 20;

interface Classes {
  readonly classes: readonly LevelProbabilities[];
  readonly share: number;
}

/**
 * Matches (m) and relatives (u) once more, where the pairs themselves show that there are relatives: as songs of one
 * record or goods of one maker are, which agree in most of what matches agree in. Pairs whose rows both have a surer
 * partner elsewhere are surely none, and from them it is learned how such pairs agree; the share of matches, and how they
 * agree, from all. Under what was learned the pairs must lie so again. Undefined where they do not.
 */
export function splitByPartners<Split extends Classes>(
  fields: readonly Field[],
  model: LinkModel,
  scored: ScoredPairs,
  data: Comparisons,
  split: Split,
  { random, isTwo }: { readonly random: Random; readonly isTwo: boolean },
): Split | undefined {
  const rows = fields[0]?.ids.length ?? 0;
  const cut = -Math.log2(model.prior / (1 - model.prior));
  const structureOf = (of: Classes) =>
    partnerStructure(scored, cut, { rows, isTwo }, sureTest(fields, of), random);
  const first = structureOf(split);
  if (!areOthers(first)) return undefined;
  const apart = comparePairs(fields, first.pairs);
  const start = fields.map(({ levels }, at) => ({
    m: assumedM(levels.length),
    u: agreementOf(apart, at, model.fields[at]?.u),
  }));
  const mixture = expectationMaximisation(data, {
    start,
    lambda: 0.3,
    pseudoPairs: 10,
    keepU: true,
    rounds: 100,
  });
  const learned = { ...split, classes: mixture.fields, share: mixture.lambda };
  return areOthers(structureOf(learned)) ? learned : undefined;
}

/** Whether a pair is rather a match than one of relatives. */
function sureTest(fields: readonly Field[], { classes, share }: Classes) {
  const weights = classes.map(({ m, u }) => monotoneWeights(m, u));
  const prior = Math.log2(share / (1 - share));
  return (left: number, right: number): boolean => {
    let bits = prior;
    for (const [at, field] of fields.entries()) {
      const level = field.compare(left, right);
      if (level !== missing) bits += weights[at]?.[level] ?? 0;
    }
    return bits > 0;
  };
}

function agreementOf(
  data: Comparisons,
  at: number,
  u: Float64Array = new Float64Array(data.levels[at] ?? 2),
): Float64Array {
  const counts = u.map((share) => pseudoPairs * share);
  let filled = pseudoPairs;
  for (let pair = 0; pair < data.size; pair++) {
    const level = data.values[at * data.size + pair] ?? missing;
    if (level === missing) continue;
    counts[level] = (counts[level] ?? 0) + 1;
    filled++;
  }
  return counts.map((count) => count / filled);
}
