import { createGraph, type Edge } from "@causeway/engine-graph";
import { type Random, seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { compileKnowledge } from "../src/discovery/knowledge.ts";
import { pc } from "../src/discovery/pc.ts";
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
