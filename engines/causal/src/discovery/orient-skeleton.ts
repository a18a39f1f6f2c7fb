import type { Triple } from "./colliders.ts";
import type { Knowledge } from "./knowledge.ts";
import { applyMeekRules } from "./meek-rules.ts";
import { createPattern, mark, orient, type Pattern, reaches } from "./pattern.ts";
import type { Skeleton } from "./skeleton.ts";

export interface OrientedPattern {
  readonly pattern: Pattern;
  /** Undirected edges of which an ambiguous triple keeps us from saying more. */
  ambiguousEdge(a: number, b: number): boolean;
}

/**
 * Arrows from knowledge, then from colliders, then from Meek's rules. All colliders are read before any is drawn: where two
 * of them want an edge in opposite directions it becomes bidirected, a conflict for people to see, so the order of the
 * triples does not matter. A collider that would break knowledge is not drawn.
 */
export function orientSkeleton(
  skeleton: Skeleton,
  triples: readonly Triple[],
  knowledge: Knowledge,
): OrientedPattern {
  const pattern = createPattern(skeleton.size);
  for (let a = 0; a < skeleton.size; a++) {
    for (const b of skeleton.neighbours(a)) {
      if (b < a) continue;
      if (knowledge.required(a, b) || knowledge.forbidden(b, a)) orient(pattern, a, b);
      else if (knowledge.required(b, a) || knowledge.forbidden(a, b)) orient(pattern, b, a);
      else pattern.set(a, b, mark.tail, mark.tail);
    }
  }
  drawColliders(pattern, triples, knowledge);
  const undecided = new Set(
    triples.flatMap(({ ends: [a, c], middle, verdict }) =>
      verdict === "ambiguous" ? [`${a},${middle},${c}`, `${c},${middle},${a}`] : [],
    ),
  );
  applyMeekRules(pattern, knowledge, (a, middle, c) => undecided.has(`${a},${middle},${c}`));
  const ambiguousEdges = new Set(
    triples.flatMap(({ ends, middle, verdict }) =>
      verdict === "ambiguous"
        ? ends.flatMap((end) => [`${end},${middle}`, `${middle},${end}`])
        : [],
    ),
  );
  return {
    pattern,
    ambiguousEdge: (a, b) => pattern.undirected(a, b) && ambiguousEdges.has(`${a},${b}`),
  };
}

function drawColliders(pattern: Pattern, triples: readonly Triple[], knowledge: Knowledge): void {
  const wanted = new Set<number>();
  for (const { ends, middle, verdict } of triples) {
    if (verdict !== "collider" || ends.some((end) => knowledge.forbidden(end, middle))) continue;
    for (const end of ends) wanted.add(end * pattern.size + middle);
  }
  for (const key of [...wanted].sort((a, b) => a - b)) {
    const from = Math.floor(key / pattern.size);
    const to = key % pattern.size;
    if (pattern.directed(from, to)) continue;
    if (wanted.has(to * pattern.size + from)) pattern.set(from, to, mark.arrow, mark.arrow);
    else orient(pattern, from, to);
  }
  breakCycles(pattern, wanted, knowledge);
}

/** Arrows of different colliders can close a cycle; every arrow on one that knowledge does not fix becomes a conflict. */
function breakCycles(pattern: Pattern, wanted: ReadonlySet<number>, knowledge: Knowledge): void {
  const onCycle = [...wanted].filter((key) => {
    const from = Math.floor(key / pattern.size);
    const to = key % pattern.size;
    return (
      pattern.directed(from, to) && !knowledge.forbidden(to, from) && reaches(pattern, to, from)
    );
  });
  for (const key of onCycle) {
    pattern.set(Math.floor(key / pattern.size), key % pattern.size, mark.arrow, mark.arrow);
  }
}
