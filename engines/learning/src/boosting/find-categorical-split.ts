import { leastSide, nodeGain, weighSplit } from "./find-numeric-split.ts";
import type { Histogram } from "./histogram.ts";
import type { NodeSums, Split, SplitRules } from "./split.ts";

/** Where one column's bins lie in the histogram; bin 0 (missing, unseen, rare) always goes right. */
export interface CategoricalScan {
  readonly feature: number;
  readonly offset: number;
  readonly count: number;
}

interface LevelSums {
  readonly bin: number;
  readonly gradient: number;
  readonly curvature: number;
  readonly order: number;
}

/** Up to this many levels each is tried against all others, at no extra penalty. */
const fewLevels = 4;

/**
 * Improves `best` by the best set of levels of one categorical column: levels ordered by mean gradient, then prefixes of
 * that order from both ends. For convex losses an optimal set is such a prefix.
 * Source: Fisher, Journal of the American Statistical Association 53 (1958).
 */
export function findCategoricalSplit(
  histogram: Histogram,
  scan: CategoricalScan,
  node: NodeSums,
  rules: SplitRules,
  best: Split,
): void {
  const present = presentLevels(histogram, scan, rules);
  if (present.length <= fewLevels) {
    for (const level of present) tryLevels([level], scan, node, rules, rules.l2, best);
    return;
  }
  const l2 = rules.l2 + rules.categoryL2;
  // Levels too rare to have a mean of their own stay on the right.
  const least = (10 * node.curvature) / node.rows;
  const ordered = present
    .filter((level) => level.curvature >= least)
    .sort((a, b) => a.order - b.order || a.bin - b.bin);
  tryPrefixes(ordered, scan, node, rules, l2, best);
  tryPrefixes(ordered.toReversed(), scan, node, rules, l2, best);
}

function presentLevels(
  histogram: Histogram,
  scan: CategoricalScan,
  rules: SplitRules,
): LevelSums[] {
  const levels: LevelSums[] = [];
  for (let bin = 1; bin < scan.count; bin++) {
    const place = 2 * (scan.offset + bin);
    const curvature = histogram[place + 1] as number;
    if (curvature <= 1e-9) continue;
    const gradient = histogram[place] as number;
    const order = gradient / (curvature + rules.categorySmoothing);
    levels.push({ bin, gradient, curvature, order });
  }
  return levels;
}

function tryPrefixes(
  ordered: readonly LevelSums[],
  scan: CategoricalScan,
  node: NodeSums,
  rules: SplitRules,
  l2: number,
  best: Split,
): void {
  const limit = Math.min(rules.maxCategories, Math.ceil(ordered.length / 2));
  for (let size = 1; size <= limit && size < ordered.length; size++) {
    tryLevels(ordered.slice(0, size), scan, node, rules, l2, best);
  }
}

function tryLevels(
  levels: readonly LevelSums[],
  scan: CategoricalScan,
  node: NodeSums,
  rules: SplitRules,
  l2: number,
  best: Split,
): void {
  const gradient = levels.reduce((sum, level) => sum + level.gradient, 0);
  const curvature = levels.reduce((sum, level) => sum + level.curvature, 0);
  const least = leastSide(node, rules);
  if (curvature < least || node.curvature - curvature < least) return;
  const candidate = weighSplit(gradient, curvature, node, rules, l2);
  const gain = candidate.gain - nodeGain(node, rules);
  if (gain <= best.gain) return;
  Object.assign(best, candidate, {
    gain,
    feature: scan.feature,
    bin: -1,
    missingLeft: false,
    categories: levels.map((level) => level.bin),
    leftGradient: gradient,
    leftCurvature: curvature,
  });
}
