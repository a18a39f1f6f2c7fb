import type { CausalGraph } from "./causal-graph.ts";
import { ancestorsOf } from "./relatives.ts";

interface Step {
  readonly to: string;
  /** Whether the edge has an arrowhead at the node it leaves, and at the node it reaches. */
  readonly headAtFrom: boolean;
  readonly headAtTo: boolean;
}

function stepsOf(graph: CausalGraph): ReadonlyMap<string, readonly Step[]> {
  const steps = new Map<string, Step[]>(graph.nodes.map((node) => [node, []]));
  for (const [from, to] of graph.directed) {
    steps.get(from)?.push({ to, headAtFrom: false, headAtTo: true });
    steps.get(to)?.push({ to: from, headAtFrom: true, headAtTo: false });
  }
  for (const [a, b] of graph.bidirected) {
    steps.get(a)?.push({ to: b, headAtFrom: true, headAtTo: true });
    steps.get(b)?.push({ to: a, headAtFrom: true, headAtTo: true });
  }
  return steps;
}

/**
 * Whether `first` and `second` are m-separated given `given` (Richardson 2003); d-separation in a DAG.
 * A walk is open at a collider that is an ancestor of `given`, and at any other node outside it. O(nodes + edges).
 */
export function isSeparated(
  graph: CausalGraph,
  first: Iterable<string>,
  second: Iterable<string>,
  given: Iterable<string> = [],
): boolean {
  const conditioned = new Set(given);
  const reached = reachedFrom(graph, first, conditioned);
  for (const target of second) {
    if (reached.has(target) && !conditioned.has(target)) return false;
  }
  return true;
}

function reachedFrom(
  graph: CausalGraph,
  start: Iterable<string>,
  conditioned: ReadonlySet<string>,
): ReadonlySet<string> {
  const opened = ancestorsOf(graph, conditioned);
  const steps = stepsOf(graph);
  const reached = new Set(start);
  const open = [...reached].flatMap((node) => steps.get(node) ?? []);
  const seen = new Set(open);
  const passes = (arrived: Step, leaving: Step) =>
    arrived.headAtTo && leaving.headAtFrom ? opened.has(arrived.to) : !conditioned.has(arrived.to);
  for (let arrived = open.pop(); arrived !== undefined; arrived = open.pop()) {
    reached.add(arrived.to);
    for (const leaving of steps.get(arrived.to) ?? []) {
      if (seen.has(leaving) || !passes(arrived, leaving)) continue;
      seen.add(leaving);
      open.push(leaving);
    }
  }
  return reached;
}
