import type { CausalGraph } from "./causal-graph.ts";

/** The graph of some nodes and the edges among them. */
export function inducedSubgraph(graph: CausalGraph, keep: ReadonlySet<string>): CausalGraph {
  const within = ([a, b]: readonly [string, string]) => keep.has(a) && keep.has(b);
  return {
    nodes: graph.nodes.filter((node) => keep.has(node)),
    directed: graph.directed.filter(within),
    bidirected: graph.bidirected.filter(within),
  };
}

/** The graph after an intervention on `nodes`: no edge points into them any more. */
export function withoutIncoming(graph: CausalGraph, nodes: ReadonlySet<string>): CausalGraph {
  return {
    nodes: graph.nodes,
    directed: graph.directed.filter(([, to]) => !nodes.has(to)),
    bidirected: graph.bidirected.filter(([a, b]) => !nodes.has(a) && !nodes.has(b)),
  };
}

/** The graph in which `nodes` cause nothing: no directed edge leaves them. */
export function withoutOutgoing(graph: CausalGraph, nodes: ReadonlySet<string>): CausalGraph {
  return { ...graph, directed: graph.directed.filter(([from]) => !nodes.has(from)) };
}
