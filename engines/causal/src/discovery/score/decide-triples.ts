import type { Triple } from "../colliders.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Pattern } from "../pattern.ts";

/**
 * The triples as the best-scoring graph has them, where it joins the same three variables in the same way; elsewhere the verdict
 * of the tests stands, as it does for pairs that knowledge alone keeps apart. A test of independence errs on one side alone at its level; a score weighs both graphs.
 */
export function decideTriples(
  triples: readonly Triple[],
  best: Pattern,
  knowledge: Knowledge,
): readonly Triple[] {
  return triples.map((triple) => {
    const { ends, middle } = triple;
    const [a, c] = ends;
    if (knowledge.apart(a, c) || best.adjacent(a, c)) return triple;
    if (!ends.every((end) => best.adjacent(end, middle))) return triple;
    const meets = ends.every((end) => best.directed(end, middle));
    return { ...triple, verdict: meets ? "collider" : "non-collider" };
  });
}
