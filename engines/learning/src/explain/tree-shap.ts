import type { Tree } from "../boosting/tree.ts";

/** One column on the way from the root: the share of rows that pass when it is unknown, and whether the row at hand passes. */
interface Step {
  feature: number;
  zeroShare: number;
  oneShare: number;
  weight: number;
}

/**
 * Adds the exact Shapley values of one tree's prediction for one row to `into` (one entry per column); returns the tree's
 * mean prediction, so that mean + Σ values = the row's leaf. What an unknown column would have done is taken from the share
 * of training rows on either side (path-dependent). Costs leaves × depth².
 * Source: Lundberg, Erion & Lee, "Consistent individualized feature attribution for tree ensembles" (2018), algorithm 2.
 * `goesLeft(node)` tells the row's way at a node.
 */
export function treeShap(
  tree: Tree,
  goesLeft: (node: number) => boolean,
  into: Float64Array,
): number {
  const visit = (node: number, before: readonly Step[], step: Omit<Step, "weight">): void => {
    const path = extend(before, step);
    const feature = tree.feature[node] as number;
    if (feature < 0) {
      creditLeaf(path, tree.value[node] as number, into);
      return;
    }
    const [left, right] = [tree.left[node] as number, tree.right[node] as number];
    const known = path.findIndex((other, place) => place > 0 && other.feature === feature);
    const passed = path[known];
    const rest = known > 0 ? unwind(path, known) : path;
    const zero = known > 0 ? (passed?.zeroShare ?? 1) : 1;
    const one = known > 0 ? (passed?.oneShare ?? 1) : 1;
    const isLeft = goesLeft(node);
    for (const child of [left, right]) {
      const share = (tree.cover[child] as number) / (tree.cover[node] as number);
      const isTaken = (child === left) === isLeft;
      visit(child, rest, { feature, zeroShare: zero * share, oneShare: isTaken ? one : 0 });
    }
  };
  visit(0, [], { feature: -1, zeroShare: 1, oneShare: 1 });
  return expectedValue(tree, 0);
}

/** The mean prediction of the training rows below a node. */
export function expectedValue(tree: Tree, node: number): number {
  if ((tree.feature[node] as number) < 0) return tree.value[node] as number;
  const [left, right] = [tree.left[node] as number, tree.right[node] as number];
  const [leftRows, rightRows] = [tree.cover[left] as number, tree.cover[right] as number];
  return (
    (leftRows * expectedValue(tree, left) + rightRows * expectedValue(tree, right)) /
    (leftRows + rightRows)
  );
}

/** The path with one more column; `weight` counts, by size of subset, the orders in which the path so far is known. */
function extend(path: readonly Step[], step: Omit<Step, "weight">): Step[] {
  const longer = path.map((other) => ({ ...other }));
  const length = longer.length;
  longer.push({ ...step, weight: length === 0 ? 1 : 0 });
  for (let place = length - 1; place >= 0; place--) {
    const [here, next] = [longer[place] as Step, longer[place + 1] as Step];
    next.weight += (step.oneShare * here.weight * (place + 1)) / (length + 1);
    here.weight = (step.zeroShare * here.weight * (length - place)) / (length + 1);
  }
  return longer;
}

/** The path without the column at `place`: the inverse of `extend`. */
function unwind(path: readonly Step[], place: number): Step[] {
  const shorter = path.map((step) => ({ ...step }));
  const length = shorter.length - 1;
  const { oneShare, zeroShare } = shorter[place] as Step;
  let next = (shorter[length] as Step).weight;
  for (let at = length - 1; at >= 0; at--) {
    const step = shorter[at] as Step;
    if (oneShare !== 0) {
      const held = step.weight;
      step.weight = (next * (length + 1)) / ((at + 1) * oneShare);
      next = held - (step.weight * zeroShare * (length - at)) / (length + 1);
    } else {
      step.weight = (step.weight * (length + 1)) / (zeroShare * (length - at));
    }
  }
  for (let at = place; at < length; at++) {
    const [step, after] = [shorter[at] as Step, shorter[at + 1] as Step];
    step.feature = after.feature;
    step.zeroShare = after.zeroShare;
    step.oneShare = after.oneShare;
  }
  shorter.pop();
  return shorter;
}

function creditLeaf(path: readonly Step[], value: number, into: Float64Array): void {
  for (let place = 1; place < path.length; place++) {
    const { feature, oneShare, zeroShare } = path[place] as Step;
    const total = unwoundWeight(path, place);
    into[feature] = (into[feature] as number) + total * (oneShare - zeroShare) * value;
  }
}

/** Σ weights of `unwind(path, place)`, without building it. */
function unwoundWeight(path: readonly Step[], place: number): number {
  const { oneShare, zeroShare } = path[place] as Step;
  const length = path.length - 1;
  let next = (path[length] as Step).weight;
  let total = 0;
  for (let at = length - 1; at >= 0; at--) {
    if (oneShare !== 0) {
      const weight = (next * (length + 1)) / ((at + 1) * oneShare);
      total += weight;
      next = (path[at] as Step).weight - (weight * zeroShare * (length - at)) / (length + 1);
    } else {
      total += ((path[at] as Step).weight * (length + 1)) / (zeroShare * (length - at));
    }
  }
  return total;
}
