import { parseGraph } from "@causeway/engine-graph";
import { expect, it } from "vitest";
import { identifyEffect } from "./identify.ts";
import { literatureCases } from "./literature-cases.ts";
import { proveEstimand } from "./prove-estimand.ts";

const names = (text: string | undefined, otherwise: string) =>
  (text ?? otherwise).split(",").filter((name) => name !== "");

it("identifyEffect() is held against at least 60 published graphs, each once", () => {
  const questions = literatureCases.map(({ graph, treatment, outcome, given }) =>
    [graph, treatment, outcome, given].join(" | "),
  );
  expect(literatureCases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(literatureCases.map(({ name }) => name)).size).toBe(literatureCases.length);
  expect(new Set(questions).size).toBeGreaterThanOrEqual(60);
});

it.each(literatureCases)(
  "identifyEffect() agrees with the literature: $name ($source)",
  ({ graph: text, identifiable, formula, treatment, outcome, given }) => {
    const graph = parseGraph(text);
    const query = {
      treatment: names(treatment, "x"),
      outcome: names(outcome, "y"),
      given: names(given, ""),
    };
    const answer = identifyEffect(graph, query);
    expect(answer.identifiable).toBe(identifiable);
    if (!answer.identifiable) {
      const [outer, inner] = answer.hedge;
      expect(outer.filter((node) => inner.includes(node))).toHaveLength(inner.length);
      expect(outer.length).toBeGreaterThan(inner.length);
      return;
    }
    expect(proveEstimand(graph, query, answer.estimand.tree, { models: 5, seed: 9 }).proven).toBe(
      true,
    );
    if (formula)
      expect(proveEstimand(graph, query, formula, { models: 5, seed: 9 }).proven).toBe(true);
  },
);
