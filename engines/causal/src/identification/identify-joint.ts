import {
  ancestorsOf,
  type CausalGraph,
  districts,
  inducedSubgraph,
  topologicalOrder,
  withoutIncoming,
} from "@causeway/engine-graph";
import { type Distribution, derived, observed } from "./distribution.ts";
import { type Estimand, product, sum } from "./estimand.ts";
import { NotIdentifiable } from "./identification-failure.ts";

interface Problem {
  readonly outcome: readonly string[];
  readonly treatment: readonly string[];
  readonly graph: CausalGraph;
  readonly distribution: Distribution;
  readonly order: readonly string[];
}

/**
 * P(outcome | do(treatment)) as an expression over observed probabilities: the ID algorithm of
 * Shpitser & Pearl (2006, "Identification of joint interventional distributions in recursive
 * semi-Markovian causal models", figure 3), complete for graphs with hidden common causes.
 * Throws NotIdentifiable with the hedge that proves it. Variables that the answer names beside treatment
 * and outcome may take any value.
 */
export function identifyJoint(
  graph: CausalGraph,
  treatment: readonly string[],
  outcome: readonly string[],
): Estimand {
  return identify({
    outcome,
    treatment,
    graph,
    distribution: observed(graph),
    order: topologicalOrder(graph),
  });
}

function identify(problem: Problem): Estimand {
  const { outcome, treatment, graph, distribution } = problem;
  if (treatment.length === 0) return distribution.marginal(outcome);

  const ancestors = ancestorsOf(graph, outcome);
  if (ancestors.size < graph.nodes.length) {
    const kept = graph.nodes.filter((node) => ancestors.has(node));
    return identify({
      ...problem,
      treatment: treatment.filter((node) => ancestors.has(node)),
      graph: inducedSubgraph(graph, ancestors),
      distribution: distribution.restrictedTo(kept),
    });
  }

  const treated = new Set(treatment);
  const relevant = ancestorsOf(withoutIncoming(graph, treated), outcome);
  const irrelevant = graph.nodes.filter((node) => !treated.has(node) && !relevant.has(node));
  if (irrelevant.length > 0)
    return identify({ ...problem, treatment: [...treatment, ...irrelevant] });

  return identifyByDistricts(problem, treated);
}

function identifyByDistricts(problem: Problem, treated: ReadonlySet<string>): Estimand {
  const { outcome, graph } = problem;
  const rest = graph.nodes.filter((node) => !treated.has(node));
  const parts = districts(inducedSubgraph(graph, new Set(rest)));
  const [part = []] = parts;
  if (parts.length === 1) return identifyDistrict(problem, part);
  const factors = parts.map((district) =>
    identify({
      ...problem,
      outcome: district,
      treatment: graph.nodes.filter((node) => !district.includes(node)),
    }),
  );
  return sum(
    rest.filter((node) => !outcome.includes(node)),
    product(factors),
  );
}

function identifyDistrict(problem: Problem, district: readonly string[]): Estimand {
  const { outcome, treatment, graph, distribution } = problem;
  const all = districts(graph);
  if (all.length === 1) throw new NotIdentifiable(graph.nodes, district);

  const around = all.find((nodes) => nodes.includes(district[0] ?? "")) ?? [];
  const order = problem.order.filter((node) => graph.nodes.includes(node));
  const factors = around.map((node) =>
    distribution.conditional(node, order.slice(0, order.indexOf(node))),
  );
  if (around.length === district.length) {
    return sum(
      district.filter((node) => !outcome.includes(node)),
      product(factors),
    );
  }
  return identify({
    ...problem,
    treatment: treatment.filter((node) => around.includes(node)),
    graph: inducedSubgraph(graph, new Set(around)),
    distribution: derived(product(factors), around),
  });
}
