import type { CausalGraph } from "./causal-graph.ts";
import { siblingsOf } from "./relatives.ts";

/** Districts, also called c-components: the sets of nodes joined by paths of bidirected edges (Tian & Pearl 2002). */
export function districts(graph: CausalGraph): readonly (readonly string[])[] {
  const seen = new Set<string>();
  const result: string[][] = [];
  for (const start of graph.nodes) {
    if (seen.has(start)) continue;
    const district = new Set([start]);
    for (const node of district) {
      for (const sibling of siblingsOf(graph, node)) district.add(sibling);
    }
    for (const node of district) seen.add(node);
    result.push(graph.nodes.filter((node) => district.has(node)));
  }
  return result;
}
