import { type CausalGraph, createGraph, type Edge } from "./causal-graph.ts";

const arrows = /(<->|->|<-)/;
const nodeName = /^[^\s<>;,-][^<>;]*$/;

/**
 * Reads `x -> z; z -> y; x <-> y` (statements end with `;` or a new line; a name alone is a node; chains
 * `a -> b -> c` are allowed). Throws SyntaxError that names the statement, RangeError for a cycle.
 */
export function parseGraph(text: string): CausalGraph {
  const statements = text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter(Boolean);
  if (statements.length === 0) throw new SyntaxError("The graph is empty");
  const read = statements.map(readStatement);
  return createGraph({
    nodes: read.flatMap(({ nodes }) => nodes),
    directed: read.flatMap(({ directed }) => directed),
    bidirected: read.flatMap(({ bidirected }) => bidirected),
  });
}

function readStatement(source: string, index: number) {
  const parts = source.split(arrows).map((part) => part.trim());
  const nodes = parts.filter((_, position) => position % 2 === 0);
  if (!nodes.every((name) => nodeName.test(name))) {
    throw new SyntaxError(`Cannot read statement ${index + 1} of the graph: "${source}"`);
  }
  const directed: Edge[] = [];
  const bidirected: Edge[] = [];
  for (let position = 1; position < parts.length; position += 2) {
    const [left = "", arrow, right = ""] = parts.slice(position - 1, position + 2);
    if (arrow === "->") directed.push([left, right]);
    else if (arrow === "<-") directed.push([right, left]);
    else bidirected.push([left, right]);
  }
  return { nodes, directed, bidirected };
}
