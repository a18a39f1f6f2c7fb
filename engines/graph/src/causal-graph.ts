/** An ordered pair of node names; for a bidirected edge the order has no meaning. */
export type Edge = readonly [string, string];

/**
 * An acyclic directed mixed graph (ADMG): `directed` edges are causes, a `bidirected` edge stands for a
 * hidden common cause of its two ends (Richardson 2003). Without bidirected edges it is a DAG.
 */
export interface CausalGraph {
  readonly nodes: readonly string[];
  readonly directed: readonly Edge[];
  readonly bidirected: readonly Edge[];
}

interface GraphInput {
  readonly nodes?: readonly string[];
  readonly directed?: readonly Edge[];
  readonly bidirected?: readonly Edge[];
}

const keyOf = ([from, to]: Edge) => JSON.stringify([from, to]);
const sorted = ([a, b]: Edge): Edge => (a < b ? [a, b] : [b, a]);

function unique(edges: readonly Edge[]): readonly Edge[] {
  return [...new Map(edges.map((edge) => [keyOf(edge), edge])).values()];
}

/**
 * A frozen graph; nodes that only edges name are added in order of appearance.
 * Throws RangeError for an edge from a node to itself and for a directed cycle, which it names.
 */
export function createGraph(input: GraphInput): CausalGraph {
  const directed = unique(input.directed ?? []);
  const bidirected = unique((input.bidirected ?? []).map(sorted));
  const nodes = [...new Set([...(input.nodes ?? []), ...directed.flat(), ...bidirected.flat()])];
  for (const [from, to] of [...directed, ...bidirected]) {
    if (from === to) throw new RangeError(`Node ${from} cannot have an edge to itself`);
  }
  const cycle = findCycle(nodes, directed);
  if (cycle) throw new RangeError(`The graph has a cycle: ${cycle.join(" -> ")}`);
  return Object.freeze({ nodes, directed, bidirected });
}

function findCycle(
  nodes: readonly string[],
  directed: readonly Edge[],
): readonly string[] | undefined {
  const children = new Map<string, string[]>(nodes.map((node) => [node, []]));
  for (const [from, to] of directed) children.get(from)?.push(to);
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): readonly string[] | undefined => {
    const seenAt = path.indexOf(node);
    if (seenAt >= 0) return [...path.slice(seenAt), node];
    if (done.has(node)) return undefined;
    for (const child of children.get(node) ?? []) {
      const cycle = visit(child, [...path, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of nodes) {
    const cycle = visit(node, []);
    if (cycle) return cycle;
  }
  return undefined;
}
