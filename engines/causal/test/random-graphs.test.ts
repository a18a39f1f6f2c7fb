import { createGraph, type Edge, parentsOf, topologicalOrder } from "@causeway/engine-graph";
import { type Random, seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { compileKnowledge } from "../src/discovery/knowledge.ts";
import { edgesOf, pc } from "../src/discovery/pc.ts";
import { gaussianScore } from "../src/discovery/score/gaussian-score.ts";
import { scoreSearch } from "../src/discovery/score/score-search.ts";
import { separationOracle } from "../src/discovery/separation-oracle.ts";
import { trueEquivalenceClass } from "./true-equivalence-class.ts";

function randomGraph(random: Random) {
  const size = 3 + Math.floor(random() * 9);
  const nodes = Array.from({ length: size }, (_, index) => `v${index}`);
  const order = nodes
    .map((node) => ({ node, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ node }) => node);
  const density = 0.1 + 0.4 * random();
  const directed: Edge[] = order.flatMap((from, index) =>
    order.slice(index + 1).flatMap((to): Edge[] => (random() < density ? [[from, to]] : [])),
  );
  return createGraph({ nodes, directed });
}

it("pc() with a perfect test returns exactly the equivalence class of 500 random graphs", () => {
  const random = seededRandom(500);
  for (let graph = 0; graph < 500; graph++) {
    const truth = randomGraph(random);
    const found = pc(separationOracle(truth), compileKnowledge(truth.nodes), {
      collider: "majority",
    });
    const marks = found.edges.map(
      ({ from, to, kind }) => `${truth.nodes[from]} ${kind} ${truth.nodes[to]}`,
    );
    expect(new Set(marks)).toEqual(trueEquivalenceClass(truth));
  }
});

/** Correlations of a linear model with random coefficients on the edges of a graph, as a million rows would show them. */
function populationCovariance(truth: ReturnType<typeof randomGraph>, random: Random) {
  const size = truth.nodes.length;
  const covariance = Array.from({ length: size }, () => new Float64Array(size));
  const done: number[] = [];
  for (const name of topologicalOrder(truth)) {
    const node = truth.nodes.indexOf(name);
    const causes = parentsOf(truth, name).map(
      (cause) =>
        [truth.nodes.indexOf(cause), (0.4 + random()) * (random() < 0.5 ? -1 : 1)] as const,
    );
    const along = (other: number) =>
      causes.reduce((sum, [cause, weight]) => sum + weight * (covariance[cause]?.[other] ?? 0), 0);
    for (const other of done) {
      (covariance[node] as Float64Array)[other] = along(other);
      (covariance[other] as Float64Array)[node] = along(other);
    }
    const variance = causes.reduce((sum, [cause, weight]) => sum + weight * along(cause), 1);
    (covariance[node] as Float64Array)[node] = variance;
    done.push(node);
  }
  const deviation = covariance.map((row, node) => Math.sqrt(row[node] ?? 1));
  return {
    names: truth.nodes,
    dimensions: truth.nodes.map(() => 1),
    whole: undefined,
    correlation: (wanted: readonly number[]) => ({
      rows: 1_000_000,
      matrix: Float64Array.from(
        wanted.flatMap((a) =>
          wanted.map(
            (b) => (covariance[a]?.[b] ?? 0) / ((deviation[a] ?? 1) * (deviation[b] ?? 1)),
          ),
        ),
      ),
    }),
  };
}

it("scoreSearch() over all pairs finds the equivalence class of seven in eight of 200 random graphs", () => {
  const random = seededRandom(200);
  let exact = 0;
  for (let graph = 0; graph < 200; graph++) {
    const truth = randomGraph(random);
    const score = gaussianScore(populationCovariance(truth, random), 1);
    const size = truth.nodes.length;
    const pattern = scoreSearch(score, size, () => true, compileKnowledge(truth.nodes));
    const edges = edgesOf(
      pattern,
      () => false,
      () => undefined,
    );
    const marks = edges.map(
      ({ from, to, kind }) => `${truth.nodes[from]} ${kind} ${truth.nodes[to]}`,
    );
    const wanted = trueEquivalenceClass(truth);
    if (marks.length === wanted.size && marks.every((mark) => wanted.has(mark))) exact++;
  }
  expect(exact).toBeGreaterThanOrEqual(175);
});
