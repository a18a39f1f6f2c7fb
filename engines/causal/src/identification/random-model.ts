import { type CausalGraph, parentsOf } from "@causeway/engine-graph";
import type { Random } from "@causeway/kernel";
import { type Factor, multiply, sumOut, unitFactor } from "./factor.ts";

/** A latent-variable model of a graph: one table P(node | parents, hidden causes) for each node, all binary. */
export interface LatentModel {
  readonly nodes: readonly string[];
  readonly mechanisms: ReadonlyMap<string, Factor>;
  readonly hidden: readonly Factor[];
}

const hiddenName = (index: number) => `\u0000hidden ${index}`;

/** A random model that the graph allows; every probability lies in [0.12, 0.88], so nothing is nearly deterministic. */
export function randomModel(graph: CausalGraph, random: Random): LatentModel {
  const draw = () => 0.12 + 0.76 * random();
  const hidden = graph.bidirected.map((_, index): Factor => {
    const chance = draw();
    return { variables: [hiddenName(index)], values: new Float64Array([1 - chance, chance]) };
  });
  const mechanisms = new Map(
    graph.nodes.map((node) => {
      const causes = graph.bidirected.flatMap((edge, index) =>
        edge.includes(node) ? [hiddenName(index)] : [],
      );
      const variables = [node, ...parentsOf(graph, node), ...causes];
      const values = new Float64Array(2 ** variables.length);
      for (let index = 0; index < values.length; index += 2) {
        const chance = draw();
        values[index] = 1 - chance;
        values[index + 1] = chance;
      }
      return [node, { variables, values }] as const;
    }),
  );
  return { nodes: graph.nodes, mechanisms, hidden };
}

/** P(variables | do(treatment)), a table over both; without a treatment the observed marginal. By variable elimination. */
export function marginalOf(
  model: LatentModel,
  variables: readonly string[],
  treatment: readonly string[] = [],
): Factor {
  const kept = new Set([...variables, ...treatment]);
  let factors = [...model.hidden];
  for (const node of model.nodes) {
    const mechanism = model.mechanisms.get(node);
    if (mechanism && !treatment.includes(node)) factors.push(mechanism);
  }
  const open = new Set(
    factors.flatMap((factor) => factor.variables).filter((name) => !kept.has(name)),
  );
  while (open.size > 0) {
    const next = cheapest(factors, open);
    const speaking = factors.filter((factor) => factor.variables.includes(next));
    const rest = factors.filter((factor) => !factor.variables.includes(next));
    factors = [...rest, sumOut(speaking.reduce(multiply, unitFactor), [next])];
    open.delete(next);
  }
  return factors.reduce(multiply, unitFactor);
}

function cheapest(factors: readonly Factor[], open: ReadonlySet<string>): string {
  let best = "";
  let bestSize = Number.POSITIVE_INFINITY;
  for (const name of open) {
    const joined = factors.filter((factor) => factor.variables.includes(name));
    const size = new Set(joined.flatMap((factor) => factor.variables)).size;
    if (size < bestSize) [best, bestSize] = [name, size];
  }
  return best;
}
