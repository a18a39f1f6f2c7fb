import type { Knowledge } from "../knowledge.ts";
import { applyMeekRules } from "../meek-rules.ts";
import { createPattern, mark, orient, type Pattern } from "../pattern.ts";
import { bestOrder } from "./best-order.ts";
import { bestParents } from "./best-parents.ts";
import type { LocalScore } from "./local-score.ts";

/** Pairs between which an edge may be. */
export type Candidates = (a: number, b: number) => boolean;

/**
 * The class of graphs that score best among those with edges between candidate pairs only and in keeping with the
 * knowledge (restrict and maximise: Tsamardinos, Brown & Aliferis 2006; by the best order of the variables). Edges that equally
 * good graphs direct differently stay undirected.
 */
export function scoreSearch(
  score: LocalScore,
  size: number,
  candidates: Candidates,
  knowledge: Knowledge,
): Pattern {
  const nodes = Array.from({ length: size }, (_, node) => node);
  const near = (node: number, other: number) =>
    other !== node &&
    (candidates(node, other) || knowledge.required(node, other) || knowledge.required(other, node));
  const neighbours = nodes.map((node) => nodes.filter((other) => near(node, other)));
  const required = nodes.map((node) => nodes.filter((other) => knowledge.required(other, node)));
  const possible = neighbours.map((around, node) =>
    around.filter((other) => !knowledge.forbidden(other, node)),
  );
  const parents = bestParents(score, possible, required);
  const order = bestOrder(requiredFirst(required), neighbours, parents, knowledge.required);
  const seen = new Set<number>();
  const chosen: (readonly number[])[] = nodes.map(() => []);
  for (const node of order) {
    chosen[node] = parents(node, (other) => seen.has(other)).parents;
    seen.add(node);
  }
  return classOf(chosen, knowledge);
}

/** The nodes in their order, but each after the parents it must have. */
function requiredFirst(required: readonly (readonly number[])[]): readonly number[] {
  const order = new Set<number>();
  const visit = (node: number) => {
    if (order.has(node)) return;
    for (const parent of required[node] ?? []) visit(parent);
    order.add(node);
  };
  for (const node of required.keys()) visit(node);
  return [...order];
}

/**
 * What all graphs equivalent to the one with these parents, and in keeping with the knowledge, have in common (Meek 1995). Of a pair
 * that knowledge alone keeps apart it is not known whether the data would, so such a pair directs nothing.
 */
function classOf(parents: readonly (readonly number[])[], knowledge: Knowledge): Pattern {
  const pattern = createPattern(parents.length);
  const separated = (a: number, b: number) => !pattern.adjacent(a, b) && !knowledge.apart(a, b);
  for (const [node, causes] of parents.entries())
    for (const cause of causes) pattern.set(cause, node, mark.tail, mark.tail);
  for (const [node, causes] of parents.entries()) {
    for (const cause of causes) {
      const known = knowledge.required(cause, node) || knowledge.forbidden(node, cause);
      const meets = causes.some((other) => other !== cause && separated(cause, other));
      if (known || meets) orient(pattern, cause, node);
    }
  }
  applyMeekRules(pattern, knowledge, (a, _, c) => knowledge.apart(a, c));
  return pattern;
}
