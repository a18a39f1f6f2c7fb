import {
  ancestorsOf,
  type CausalGraph,
  createGraph,
  type Edge,
  parseGraph,
} from "@causeway/engine-graph";
import { type Random, seededRandom } from "@causeway/kernel";
import { describe, expect, it } from "vitest";
import { tableCovariance } from "../src/data/table-covariance.ts";
import { combinations } from "../src/discovery/combinations.ts";
import { fci } from "../src/discovery/fci.ts";
import { compileKnowledge } from "../src/discovery/knowledge.ts";
import type { EndMark, FoundEdge } from "../src/discovery/pc.ts";
import { separationOracle } from "../src/discovery/separation-oracle.ts";
import { gaussianTest } from "../src/independence/gaussian-test.ts";
import type { IndependenceTest } from "../src/independence/independence-test.ts";
import {
  hasData,
  publishedSkeleton,
  readPublished,
  readTable,
  skeletonOf,
} from "./shared-networks.ts";

const left: Record<EndMark, string> = { tail: "-", arrow: "<", circle: "o" };
const right: Record<EndMark, string> = { tail: "-", arrow: ">", circle: "o" };

function pagOf(text: string, names: readonly string[]): readonly string[] {
  const parsed = parseGraph(text);
  const graph = createGraph({ ...parsed, nodes: names });
  const found = fci(separationOracle(graph), compileKnowledge(names), { collider: "plain" });
  return found.edges.map(
    ({ from, to, ends: [start, end] }) =>
      `${names[from]} ${left[start]}-${right[end]} ${names[to]}`,
  );
}

describe("fci() with a perfect test", () => {
  it("leaves open whether two causes of one effect are hidden companions", () => {
    expect(pagOf("a -> x; b -> x; x -> y", ["a", "b", "x", "y"])).toEqual([
      "a o-> x",
      "b o-> x",
      "x --> y",
    ]);
  });

  it("finds a hidden common cause between two effects (Zhang 2008, Y structures on both sides)", () => {
    const edges = pagOf("a -> x; b -> x; c -> y; d -> y; x <-> y", ["a", "b", "c", "d", "x", "y"]);
    expect(edges).toContain("x <-> y");
    expect(edges).toHaveLength(5);
  });

  it("draws the tail of rule 4 on a discriminating path", () => {
    const edges = pagOf("u -> a; w -> a; a <-> b; b -> c; a -> c", ["u", "w", "a", "b", "c"]);
    expect(edges).toContain("a --> c");
    expect(edges).toContain("b --> c");
  });

  it("joins just what no set separates, and claims no false ancestor, in 150 random graphs with hidden causes", () => {
    const random = seededRandom(11);
    for (let round = 0; round < 150; round++) {
      const graph = randomMixedGraph(random);
      const test = separationOracle(graph);
      const found = fci(test, compileKnowledge(nodes), { collider: "plain", maxConditioning: 6 });
      const edges = found.edges.map(
        ({ from, to }) => `${Math.min(from, to)} ${Math.max(from, to)}`,
      );
      expect(edges).toEqual(inseparablePairs(test));
      expect(found.edges.flatMap((edge) => falseClaims(graph, edge))).toEqual([]);
    }
  });
});

const nodes = ["a", "b", "c", "d", "e", "f"];

function randomMixedGraph(random: Random) {
  const pairs = (share: number) =>
    nodes.flatMap((from, index) =>
      nodes.slice(index + 1).flatMap((to): Edge[] => (random() < share ? [[from, to]] : [])),
    );
  return createGraph({ nodes, directed: pairs(0.25), bidirected: pairs(0.15) });
}

function inseparablePairs(test: IndependenceTest): readonly string[] {
  const all = nodes.map((_, index) => index);
  return [...combinations(all, 2)].flatMap(([a = 0, b = 0]) => {
    const others = all.filter((node) => node !== a && node !== b);
    const ask = test.pair(a, b, others);
    const sets = all.flatMap((size) => [...combinations(others, size)]);
    return sets.some((given) => ask(given).outcome === "independent") ? [] : [`${a} ${b}`];
  });
}

function falseClaims(graph: CausalGraph, { from, to, ends }: FoundEdge): readonly string[] {
  const [a, b] = [nodes[from] ?? "", nodes[to] ?? ""];
  const claim = (end: EndMark, node: string, other: string) => {
    const isCause = ancestorsOf(graph, [other]).has(node);
    if (end === "circle" || (end === "tail") === isCause) return [];
    return [`${end} at ${node} of ${a}, ${b}`];
  };
  return [...claim(ends[0], a, b), ...claim(ends[1], b, a)];
}

describe.skipIf(!hasData)("fci() on published data", () => {
  it("finds the published Fisher-Z skeleton of linear_10 and 50 of its 54 marks", () => {
    const test = gaussianTest(tableCovariance(readTable("data_linear_10.txt.gz")), {
      alpha: 0.05,
      sparse: "independent",
    });
    const found = fci(test, compileKnowledge(test.names), { collider: "plain" });
    const matrix = readPublished("expected/linear_10_fci_fisherz_0.05.txt");
    expect(skeletonOf(found.edges)).toEqual(publishedSkeleton(matrix));
    const code: Record<EndMark, number> = { tail: -1, arrow: 1, circle: 2 };
    const agreeing = found.edges.flatMap(({ from, to, ends: [start, end] }) =>
      [matrix[from]?.[to] === code[start], matrix[to]?.[from] === code[end]].filter(Boolean),
    );
    expect(agreeing.length).toBeGreaterThanOrEqual(50);
  });
});
