export { type CausalGraph, createGraph, type Edge } from "./causal-graph.ts";
export { type Control, controlGroups, type Holding } from "./control-groups.ts";
export { districts } from "./districts.ts";
export { formatGraph } from "./format-graph.ts";
export { isSeparated } from "./is-separated.ts";
export { parseGraph } from "./parse-graph.ts";
export { ancestorsOf, childrenOf, descendantsOf, parentsOf, siblingsOf } from "./relatives.ts";
export { inducedSubgraph, withoutIncoming, withoutOutgoing } from "./subgraphs.ts";
export { topologicalOrder } from "./topological-order.ts";
