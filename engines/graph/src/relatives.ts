import type { CausalGraph } from "./causal-graph.ts";

/** Direct causes of a node. */
export function parentsOf(graph: CausalGraph, node: string): readonly string[] {
  return graph.directed.filter(([, to]) => to === node).map(([from]) => from);
}

/** Direct effects of a node. */
export function childrenOf(graph: CausalGraph, node: string): readonly string[] {
  return graph.directed.filter(([from]) => from === node).map(([, to]) => to);
}

/** Nodes that share a hidden common cause with a node. */
export function siblingsOf(graph: CausalGraph, node: string): readonly string[] {
  return graph.bidirected.flatMap(([a, b]) => (a === node ? [b] : b === node ? [a] : []));
}

/** The nodes themselves and everything that causes them, near or far. O(nodes × edges). */
export function ancestorsOf(graph: CausalGraph, nodes: Iterable<string>): ReadonlySet<string> {
  return reach(nodes, (node) => parentsOf(graph, node));
}

/** The nodes themselves and everything they cause, near or far. O(nodes × edges). */
export function descendantsOf(graph: CausalGraph, nodes: Iterable<string>): ReadonlySet<string> {
  return reach(nodes, (node) => childrenOf(graph, node));
}

function reach(
  start: Iterable<string>,
  next: (node: string) => readonly string[],
): ReadonlySet<string> {
  const found = new Set(start);
  const open = [...found];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const neighbour of next(node)) {
      if (found.has(neighbour)) continue;
      found.add(neighbour);
      open.push(neighbour);
    }
  }
  return found;
}
