import { type CausalGraph, isSeparated } from "@causeway/engine-graph";
import type { IndependenceTest } from "../independence/independence-test.ts";

/** The test that knows the truth: m-separation in a graph. For proofs of the algorithms, and for planning. */
export function separationOracle(graph: CausalGraph): IndependenceTest {
  const { nodes } = graph;
  const named = (index: number) => nodes[index] ?? "";
  return {
    names: nodes,
    pair: (x, y) => (given) =>
      isSeparated(graph, [named(x)], [named(y)], given.map(named))
        ? { outcome: "independent", pValue: 1 }
        : { outcome: "dependent", pValue: 0 },
  };
}
