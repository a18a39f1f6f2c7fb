import type { CausalGraph } from "./causal-graph.ts";

/** Nodes so that every cause stands before its effects; ties keep the order of `graph.nodes` (Kahn 1962). */
export function topologicalOrder(graph: CausalGraph): readonly string[] {
  const waiting = new Map(graph.nodes.map((node) => [node, 0]));
  for (const [, to] of graph.directed) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const order: string[] = [];
  const placed = new Set<string>();
  while (order.length < graph.nodes.length) {
    const next = graph.nodes.find((node) => !placed.has(node) && waiting.get(node) === 0);
    if (next === undefined) throw new RangeError("The graph has a cycle");
    order.push(next);
    placed.add(next);
    for (const [from, to] of graph.directed) {
      if (from === next) waiting.set(to, (waiting.get(to) ?? 0) - 1);
    }
  }
  return order;
}
