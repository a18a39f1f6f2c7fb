import {
  ancestorsOf,
  type CausalGraph,
  descendantsOf,
  inducedSubgraph,
  isSeparated,
  withoutOutgoing,
} from "@causeway/engine-graph";
import { subsets } from "./subsets.ts";

/**
 * Whether `mediators` meet the front-door criterion (Pearl 2009, definition 3.3.3): they cut every causal path,
 * nothing confounds treatment and mediators, and the treatment blocks what confounds mediators and outcome.
 */
export function isFrontDoor(
  graph: CausalGraph,
  treatment: string,
  outcome: string,
  mediators: readonly string[],
): boolean {
  const rest = new Set(graph.nodes.filter((node) => !mediators.includes(node)));
  const cutsAll = !descendantsOf(inducedSubgraph(graph, rest), [treatment]).has(outcome);
  return (
    cutsAll &&
    isSeparated(withoutOutgoing(graph, new Set([treatment])), [treatment], mediators) &&
    isSeparated(withoutOutgoing(graph, new Set(mediators)), mediators, [outcome], [treatment])
  );
}

/** A smallest set of at most three mediators that meets the front-door criterion, or undefined. */
export function findFrontDoor(
  graph: CausalGraph,
  treatment: string,
  outcome: string,
): readonly string[] | undefined {
  const above = ancestorsOf(graph, [outcome]);
  const candidates = graph.nodes.filter(
    (node) =>
      node !== treatment &&
      node !== outcome &&
      above.has(node) &&
      descendantsOf(graph, [treatment]).has(node),
  );
  for (let size = 1; size <= Math.min(3, candidates.length); size++) {
    for (const set of subsets(candidates, size)) {
      if (isFrontDoor(graph, treatment, outcome, set)) return set;
    }
  }
  return undefined;
}
