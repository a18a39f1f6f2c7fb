import type { CausalGraph } from "@causeway/engine-graph";

/**
 * The completed pattern of a DAG, found without any of the engine's own rules: Chickering's edge labelling
 * (Chickering 1995, "A transformational characterization of equivalent Bayesian network structures", figures 4 and 5).
 */
export function trueEquivalenceClass(graph: CausalGraph): Set<string> {
  const label = labelEdges(graph);
  const place = new Map(graph.nodes.map((node, index) => [node, index]));
  return new Set(
    graph.directed.map(([from, to]) => {
      const kind = label.get(key(from, to)) ?? "undirected";
      const swap = kind === "undirected" && (place.get(from) ?? 0) > (place.get(to) ?? 0);
      return swap ? `${to} ${kind} ${from}` : `${from} ${kind} ${to}`;
    }),
  );
}

type Kind = "directed" | "undirected";

const key = (from: string, to: string) => `${from}\n${to}`;

function labelEdges(graph: CausalGraph): ReadonlyMap<string, Kind> {
  const order = kahn(graph);
  const rank = new Map(order.map((node, index) => [node, index]));
  const parents = new Map(order.map((node) => [node, new Set<string>()]));
  for (const [from, to] of graph.directed) parents.get(to)?.add(from);
  const parentsOf = (node: string) => parents.get(node) ?? new Set<string>();
  const label = new Map<string, Kind>();
  for (const to of order) {
    const nearestFirst = [...parentsOf(to)].sort((a, b) => (rank.get(b) ?? 0) - (rank.get(a) ?? 0));
    for (const from of nearestFirst) {
      if (!label.has(key(from, to))) labelEdge(label, parentsOf, from, to, nearestFirst);
    }
  }
  return label;
}

function labelEdge(
  label: Map<string, Kind>,
  parentsOf: (node: string) => ReadonlySet<string>,
  from: string,
  to: string,
  nearestFirst: readonly string[],
): void {
  const compelled = [...parentsOf(from)].filter(
    (node) => label.get(key(node, from)) === "directed",
  );
  if (compelled.some((node) => !parentsOf(to).has(node))) {
    for (const parent of nearestFirst) label.set(key(parent, to), "directed");
    return;
  }
  for (const node of compelled) label.set(key(node, to), "directed");
  const other = nearestFirst.some((node) => node !== from && !parentsOf(from).has(node));
  labelRest(label, nearestFirst, to, other ? "directed" : "undirected");
}

function labelRest(
  label: Map<string, Kind>,
  parents: readonly string[],
  to: string,
  kind: Kind,
): void {
  for (const parent of parents) if (!label.has(key(parent, to))) label.set(key(parent, to), kind);
}

function kahn(graph: CausalGraph): readonly string[] {
  const order: string[] = [];
  const left = new Set(graph.nodes);
  while (left.size > 0) {
    const next = [...left].find(
      (node) => !graph.directed.some(([from, to]) => to === node && left.has(from)),
    );
    if (next === undefined) throw new RangeError("The graph has a cycle");
    left.delete(next);
    order.push(next);
  }
  return order;
}
