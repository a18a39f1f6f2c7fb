import {
  ancestorsOf,
  type CausalGraph,
  childrenOf,
  descendantsOf,
  isSeparated,
  parentsOf,
} from "@causeway/engine-graph";

interface CausalPaths {
  /** Nodes on proper causal paths from treatment to outcome, treatment excluded. */
  readonly between: ReadonlySet<string>;
  /** What no adjustment set may hold: treatment, and everything the paths' nodes cause. */
  readonly forbidden: ReadonlySet<string>;
}

function causalPaths(graph: CausalGraph, treatment: string, outcome: string): CausalPaths {
  const below = descendantsOf(graph, [treatment]);
  const above = ancestorsOf(graph, [outcome]);
  const between = new Set(
    graph.nodes.filter((node) => node !== treatment && below.has(node) && above.has(node)),
  );
  return { between, forbidden: new Set([...descendantsOf(graph, between), treatment]) };
}

/**
 * Whether `set` is valid for adjustment (generalised adjustment criterion: Shpitser, VanderWeele & Robins 2010;
 * Perković et al. 2018): it holds nothing the effect runs through or causes, and it blocks every path that
 * is not causal.
 */
export function isAdjustmentSet(
  graph: CausalGraph,
  treatment: string,
  outcome: string,
  set: readonly string[],
): boolean {
  const { between, forbidden } = causalPaths(graph, treatment, outcome);
  if (set.some((node) => forbidden.has(node) || node === outcome)) return false;
  const backDoor: CausalGraph = {
    ...graph,
    directed: graph.directed.filter(([from, to]) => from !== treatment || !between.has(to)),
  };
  return isSeparated(backDoor, [treatment], [outcome], set);
}

/**
 * A valid adjustment set, or undefined where none exists. Without hidden causes it is the optimal one: the
 * parents of the causal paths' nodes (Henckel, Perković & Maathuis 2022, theorem 3.13), which gives the smallest
 * asymptotic variance. Otherwise a minimal one, pruned from the set of all allowed ancestors, which is
 * valid whenever any is (van der Zander, Liśkiewicz & Textor 2014), nodes nearest the treatment leaving first.
 */
export function findAdjustmentSet(
  graph: CausalGraph,
  treatment: string,
  outcome: string,
): readonly string[] | undefined {
  const { between, forbidden } = causalPaths(graph, treatment, outcome);
  const allowed = (node: string) => !forbidden.has(node) && node !== outcome;
  const optimal = graph.nodes.filter(
    (node) => allowed(node) && childrenOf(graph, node).some((child) => between.has(child)),
  );
  if (isAdjustmentSet(graph, treatment, outcome, optimal)) return optimal;

  const ancestors = ancestorsOf(graph, [treatment, outcome]);
  let set = graph.nodes.filter((node) => ancestors.has(node) && allowed(node));
  if (!isAdjustmentSet(graph, treatment, outcome, set)) return undefined;
  const causes = new Set(parentsOf(graph, treatment));
  const nearestFirst = [...set].sort((a, b) => Number(causes.has(b)) - Number(causes.has(a)));
  for (const candidate of nearestFirst) {
    const smaller = set.filter((node) => node !== candidate);
    if (isAdjustmentSet(graph, treatment, outcome, smaller)) set = smaller;
  }
  return set;
}
