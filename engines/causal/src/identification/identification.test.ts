import { type CausalGraph, createGraph, type Edge, parseGraph } from "@causeway/engine-graph";
import { type Random, seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { findAdjustmentSet, isAdjustmentSet } from "./adjustment.ts";
import { probability, product, sum } from "./estimand.ts";
import { identifyEffect } from "./identify.ts";
import { proveEstimand } from "./prove-estimand.ts";
import { subsets } from "./subsets.ts";

const ask = (graph: string, given: readonly string[] = []) =>
  identifyEffect(parseGraph(graph), { treatment: ["x"], outcome: ["y"], given });

it("identifyEffect() adjusts for a measured confounder", () => {
  expect(ask("z -> x; z -> y; x -> y")).toMatchObject({
    identifiable: true,
    method: "back-door",
    estimand: { text: "sum_{z} P(y | x, z) P(z)" },
  });
});

it("identifyEffect() refuses the bow and names its hedge and what to measure", () => {
  const answer = ask("x -> y; x <-> y");
  expect(answer).toMatchObject({ identifiable: false, hedge: [["x", "y"], ["y"]] });
  if (answer.identifiable) throw new Error("identified");
  expect(answer.advice.map(({ kind }) => kind)).toEqual(["measure", "mediator", "experiment"]);
});

it("identifyEffect() finds the front door", () => {
  expect(ask("x -> z -> y; x <-> y")).toMatchObject({
    identifiable: true,
    method: "front-door",
    through: ["z"],
    estimand: { text: "sum_{z} P(z | x) (sum_{x'} P(x') P(y | x', z))" },
  });
});

it("identifyEffect() gives the ratio for the napkin, and P(y | x) is disproved there", () => {
  const graph = parseGraph("w -> z -> x -> y; w <-> x; w <-> y");
  const query = { treatment: ["x"], outcome: ["y"], given: [] };
  expect(identifyEffect(graph, query)).toMatchObject({
    identifiable: true,
    method: "id",
    proven: true,
  });
  const wrong = proveEstimand(graph, query, probability(["y"], ["x"]), { models: 200 });
  expect(wrong.proven).toBe(false);
  expect(wrong.largestError).toBeGreaterThan(0.005);
});

function randomGraph(random: Random): CausalGraph {
  const names = ["x", "y", "a", "b", "c", "d", "e"].slice(0, 2 + Math.floor(random() * 6));
  const order = [...names].sort(() => random() - 0.5);
  const pairs = order.flatMap((from, index) =>
    order.slice(index + 1).map((to): Edge => [from, to]),
  );
  return createGraph({
    nodes: names,
    directed: pairs.filter(() => random() < 0.4),
    bidirected: pairs.filter(() => random() < 0.2),
  });
}

it("identifyEffect() proves every identifiable effect of 10,000 random graphs", {
  timeout: 240_000,
}, () => {
  const random = seededRandom(20_061);
  const methods = new Map<string, number>();
  for (let round = 0; round < 10_000; round++) {
    const graph = randomGraph(random);
    const given = graph.nodes.slice(2).filter(() => random() < 0.15);
    const answer = identifyEffect(graph, { treatment: ["x"], outcome: ["y"], given });
    const method = answer.identifiable ? answer.method : "none";
    methods.set(method, (methods.get(method) ?? 0) + 1);
    if (!answer.identifiable)
      expect(answer.hedge[0].length).toBeGreaterThan(answer.hedge[1].length);
  }
  expect(methods.get("none")).toBeLessThan(5_000);
  for (const method of ["no-effect", "back-door", "front-door", "id"]) {
    expect(methods.get(method)).toBeGreaterThan(5);
  }
});

it("findAdjustmentSet() gives a formula that enumeration proves, wherever it gives one", () => {
  const random = seededRandom(3_031);
  let found = 0;
  for (let round = 0; round < 3_000; round++) {
    const graph = randomGraph(random);
    const set = findAdjustmentSet(graph, "x", "y");
    if (!set) continue;
    found++;
    const formula = sum(set, product([probability(["y"], ["x", ...set]), probability(set)]));
    const query = { treatment: ["x"], outcome: ["y"], given: [] };
    expect(proveEstimand(graph, query, formula).proven).toBe(true);
  }
  expect(found).toBeGreaterThan(1_000);
});

it("findAdjustmentSet() finds a set whenever some set is valid", () => {
  const random = seededRandom(77);
  for (let round = 0; round < 500; round++) {
    const graph = randomGraph(random);
    if (findAdjustmentSet(graph, "x", "y")) continue;
    const others = graph.nodes.slice(2);
    for (let size = 0; size <= others.length; size++) {
      for (const set of subsets(others, size))
        expect(isAdjustmentSet(graph, "x", "y", set)).toBe(false);
    }
  }
});
