import type { DecidedTriples } from "../colliders.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Pattern } from "../pattern.ts";

/**
 * What the best-scoring graph says of the triples that it joins in the same way; of others it says nothing, nor of pairs that
 * knowledge alone keeps apart. A test of independence errs on one side alone at its level; a score weighs both graphs.
 */
export function decideTriples(best: Pattern, knowledge: Knowledge): DecidedTriples {
  return ([a, c], middle) => {
    if (knowledge.apart(a, c) || best.adjacent(a, c)) return undefined;
    if (!best.adjacent(a, middle) || !best.adjacent(c, middle)) return undefined;
    return best.directed(a, middle) && best.directed(c, middle) ? "collider" : "non-collider";
  };
}
