import { type CausalGraph, isSeparated } from "@causeway/engine-graph";
import { type Estimand, probability, quotient, sum } from "./estimand.ts";

/** A distribution that the ID algorithm carries along: of the observed data, or one it has derived. */
export interface Distribution {
  /** Its marginal of `variables`. */
  marginal(variables: readonly string[]): Estimand;
  /** Its conditional of one variable. */
  conditional(variable: string, given: readonly string[]): Estimand;
  /** Itself, after the variables outside `scope` were summed out. */
  restrictedTo(scope: readonly string[]): Distribution;
}

/** The observed distribution; conditions that the graph makes irrelevant are dropped from the bar. */
export function observed(graph: CausalGraph): Distribution {
  const distribution: Distribution = {
    marginal: (variables) => probability(variables),
    conditional: (variable, given) => probability([variable], relevant(graph, variable, given)),
    restrictedTo: () => distribution,
  };
  return distribution;
}

function relevant(
  graph: CausalGraph,
  variable: string,
  given: readonly string[],
): readonly string[] {
  let kept = given;
  for (const candidate of given) {
    const rest = kept.filter((name) => name !== candidate);
    if (isSeparated(graph, [variable], [candidate], rest)) kept = rest;
  }
  return kept;
}

/**
 * A distribution over `scope` given by an expression that sums to one over it; other variables in it are
 * held at fixed values.
 */
export function derived(joint: Estimand, scope: readonly string[]): Distribution {
  const marginal = (variables: readonly string[]) =>
    sum(
      scope.filter((name) => !variables.includes(name)),
      joint,
    );
  return {
    marginal,
    conditional(variable, given) {
      const inside = given.filter((name) => scope.includes(name));
      const numerator = marginal([...inside, variable]);
      return inside.length === 0 ? numerator : quotient(numerator, marginal(inside));
    },
    restrictedTo: (kept) =>
      derived(
        marginal(kept),
        scope.filter((name) => kept.includes(name)),
      ),
  };
}
