import type { EdgeShares } from "./bootstrap.ts";
import type { FoundEdge } from "./pc.ts";

/** The share of bootstrap runs from which a direction counts as sure. */
export const sureFrom = 0.95;

/**
 * Edges that a single run left open or in conflict, directed where nearly all bootstrap runs agree on the direction. An arrow that
 * the runs contradict stays as it is, and its low stability tells. An edge that would close a cycle stays open.
 */
export function settleEdges(
  edges: readonly FoundEdge[],
  shares: (edge: Pick<FoundEdge, "from" | "to">) => EdgeShares,
): readonly FoundEdge[] {
  const children = new Map<number, number[]>();
  const draw = ({ from, to }: FoundEdge) => children.set(from, [...(children.get(from) ?? []), to]);
  for (const edge of edges) if (edge.kind === "directed") draw(edge);
  return edges.map((edge) => {
    const settled = settle(edge, shares(edge));
    if (settled === edge || reaches(children, settled.to, settled.from)) return edge;
    draw(settled);
    return settled;
  });
}

function settle(edge: FoundEdge, { directed, reversed }: EdgeShares): FoundEdge {
  if (edge.kind === "directed" || Math.max(directed, reversed) < sureFrom) return edge;
  const [from, to] = directed >= sureFrom ? [edge.from, edge.to] : [edge.to, edge.from];
  return { ...edge, from, to, kind: "directed", ends: ["tail", "arrow"] };
}

function reaches(
  children: ReadonlyMap<number, readonly number[]>,
  from: number,
  to: number,
): boolean {
  const seen = new Set([from]);
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === to) return true;
    for (const next of children.get(node) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return false;
}
