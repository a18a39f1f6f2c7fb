import { expect, it } from "vitest";
import { createGraph } from "./causal-graph.ts";
import { districts } from "./districts.ts";
import { formatGraph } from "./format-graph.ts";
import { isSeparated } from "./is-separated.ts";
import { parseGraph } from "./parse-graph.ts";
import { ancestorsOf, descendantsOf } from "./relatives.ts";
import { withoutIncoming, withoutOutgoing } from "./subgraphs.ts";
import { topologicalOrder } from "./topological-order.ts";

const asia = parseGraph(
  "asia -> tub; smoke -> lung; smoke -> bronc; lung -> either; tub -> either; either -> xray; either -> dysp; bronc -> dysp",
);

it("parseGraph() reads chains, reversed arrows, hidden common causes and lone nodes", () => {
  const graph = parseGraph("a -> b -> c; d <- c\n a <-> d; 客户 等级");
  expect(graph.directed).toEqual([
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
  ]);
  expect(graph.bidirected).toEqual([["a", "d"]]);
  expect(graph.nodes).toContain("客户 等级");
  expect(parseGraph(formatGraph(graph))).toEqual(graph);
});

it("parseGraph() names what it cannot read", () => {
  expect(() => parseGraph("a -> b; -> c")).toThrow('statement 2 of the graph: "-> c"');
  expect(() => parseGraph(" ; ")).toThrow("empty");
});

it("createGraph() names a cycle and refuses a loop", () => {
  expect(() => parseGraph("a -> b; b -> c; c -> a")).toThrow("a -> b -> c -> a");
  expect(() => createGraph({ directed: [["a", "a"]] })).toThrow("itself");
});

it("isSeparated() knows chains, forks and colliders of the Asia network", () => {
  expect(isSeparated(asia, ["asia"], ["smoke"])).toBe(true);
  expect(isSeparated(asia, ["asia"], ["smoke"], ["dysp"])).toBe(false);
  expect(isSeparated(asia, ["asia"], ["xray"])).toBe(false);
  expect(isSeparated(asia, ["asia"], ["xray"], ["either"])).toBe(true);
  expect(isSeparated(asia, ["lung"], ["bronc"], ["smoke"])).toBe(true);
});

it("isSeparated() treats a bidirected edge as arrowheads at both ends", () => {
  const graph = parseGraph("z -> x; x -> y; x <-> y");
  expect(isSeparated(graph, ["z"], ["y"], ["x"])).toBe(false);
  expect(isSeparated(withoutOutgoing(graph, new Set(["x"])), ["x"], ["y"])).toBe(false);
  expect(isSeparated(withoutIncoming(graph, new Set(["x"])), ["z"], ["y"])).toBe(true);
});

it("ancestorsOf() and descendantsOf() include the nodes themselves", () => {
  expect([...ancestorsOf(asia, ["either"])].sort()).toEqual([
    "asia",
    "either",
    "lung",
    "smoke",
    "tub",
  ]);
  expect([...descendantsOf(asia, ["lung"])].sort()).toEqual(["dysp", "either", "lung", "xray"]);
});

it("topologicalOrder() puts causes first", () => {
  const order = topologicalOrder(asia);
  for (const [from, to] of asia.directed)
    expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
});

it("districts() joins nodes along bidirected paths", () => {
  const graph = parseGraph("w -> z -> x -> y; w <-> x; w <-> y");
  expect(districts(graph)).toEqual([["w", "x", "y"], ["z"]]);
});
