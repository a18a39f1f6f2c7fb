import {
  type CausalGraph,
  descendantsOf,
  isSeparated,
  withoutOutgoing,
} from "@causeway/engine-graph";

export interface Instrument {
  readonly variable: string;
  readonly given: readonly string[];
}

/**
 * Conditional instruments (Brito & Pearl 2002): variables that move the treatment and reach the outcome only
 * through it, given observed non-descendants of the treatment's effect. They identify the effect under a further
 * assumption (linearity, or monotonicity for those who comply), never from the graph alone.
 */
export function findInstruments(
  graph: CausalGraph,
  treatment: string,
  outcome: string,
): readonly Instrument[] {
  const effects = descendantsOf(graph, [treatment]);
  const withoutEffect = withoutOutgoing(graph, new Set([treatment]));
  const before = graph.nodes.filter((node) => node !== outcome && !effects.has(node));
  const found: Instrument[] = [];
  for (const variable of before) {
    const others = before.filter((node) => node !== variable);
    for (const given of others.length === 0 ? [[]] : [[], others]) {
      const relevant = !isSeparated(graph, [variable], [treatment], given);
      if (relevant && isSeparated(withoutEffect, [variable], [outcome], given)) {
        found.push({ variable, given: pruned(withoutEffect, variable, outcome, given) });
        break;
      }
    }
  }
  return found;
}

function pruned(
  graph: CausalGraph,
  variable: string,
  outcome: string,
  given: readonly string[],
): readonly string[] {
  let kept = given;
  for (const candidate of given) {
    const smaller = kept.filter((node) => node !== candidate);
    if (isSeparated(graph, [variable], [outcome], smaller)) kept = smaller;
  }
  return kept;
}
