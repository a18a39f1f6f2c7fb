import type { CausalGraph } from "./causal-graph.ts";

/** The text that `parseGraph` reads back to the same graph. */
export function formatGraph(graph: CausalGraph): string {
  const joined = new Set([...graph.directed, ...graph.bidirected].flat());
  return [
    ...graph.directed.map(([from, to]) => `${from} -> ${to}`),
    ...graph.bidirected.map(([a, b]) => `${a} <-> ${b}`),
    ...graph.nodes.filter((node) => !joined.has(node)),
  ].join("; ");
}
