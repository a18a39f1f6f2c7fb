import { expect, it } from "vitest";
import type { EdgeShares } from "./bootstrap.ts";
import type { FoundEdge } from "./pc.ts";
import { settleEdges } from "./settle-edges.ts";

const none: EdgeShares = {
  directed: 0,
  reversed: 0,
  undirected: 0,
  bidirected: 0,
  "partially-directed": 0,
  ambiguous: 0,
};
const edge = (from: number, to: number, kind: FoundEdge["kind"]): FoundEdge => ({
  from,
  to,
  kind,
  evidence: undefined,
  ends: ["tail", kind === "directed" ? "arrow" : "tail"],
});

it("settleEdges() directs what a run left open and nearly all runs agree on, and nothing else", () => {
  const edges = [edge(0, 1, "undirected"), edge(1, 2, "bidirected"), edge(2, 3, "ambiguous")];
  const shares = new Map([
    [0, { ...none, reversed: 0.97 }],
    [1, { ...none, directed: 0.95 }],
    [2, { ...none, directed: 0.94 }],
  ]);
  expect(settleEdges(edges, ({ from }) => shares.get(from) ?? none)).toMatchObject([
    { from: 1, to: 0, kind: "directed", ends: ["tail", "arrow"] },
    { from: 1, to: 2, kind: "directed" },
    { from: 2, to: 3, kind: "ambiguous" },
  ]);
});

it("settleEdges() neither turns an arrow nor closes a cycle", () => {
  const edges = [edge(0, 1, "directed"), edge(1, 2, "directed"), edge(0, 2, "undirected")];
  const settled = settleEdges(edges, () => ({ ...none, reversed: 1 }));
  expect(settled).toEqual(edges);
});
