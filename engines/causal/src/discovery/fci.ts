import type { IndependenceTest } from "../independence/independence-test.ts";
import { type ColliderRule, judgeTriples, type Triple } from "./colliders.ts";
import type { Knowledge } from "./knowledge.ts";
import { applyPagRules } from "./pag-rules.ts";
import { createPattern, mark, type Pattern } from "./pattern.ts";
import { edgesOf, type FoundGraph, type PcOptions } from "./pc.ts";
import { pruneByPossibleSeparators } from "./possible-separators.ts";
import { findSkeleton, type Skeleton } from "./skeleton.ts";

/**
 * The FCI algorithm: what holds whether or not hidden common causes are at work, as a partial ancestral graph (Spirtes, Glymour &
 * Scheines 2000, section 6.7; Zhang 2008). An arrowhead says "not a cause of the other end", a tail says "a cause",
 * a circle is open.
 */
export function fci(test: IndependenceTest, knowledge: Knowledge, options: PcOptions): FoundGraph {
  const first = findSkeleton(test, knowledge, {
    ...options,
    bestSeparation: options.collider === "plain",
  });
  const firstTriples = judge(test, first, knowledge, options);
  const start = circles(first, knowledge, firstTriples.triples);
  const { skeleton, tests } = pruneByPossibleSeparators(test, knowledge, first, start, options);
  const judged = judge(test, skeleton, knowledge, options);
  const pattern = circles(skeleton, knowledge, judged.triples);
  const undecided = new Set(
    judged.triples.flatMap(({ ends: [a, c], middle, verdict }) =>
      verdict === "ambiguous" ? [`${a},${middle},${c}`, `${c},${middle},${a}`] : [],
    ),
  );
  applyPagRules({
    pattern,
    knowledge,
    ambiguous: (a, middle, c) => undecided.has(`${a},${middle},${c}`),
    separator: (a, b) => skeleton.separation(a, b)?.given,
  });
  const parts = [first.tests, firstTriples.tests, tests, judged.tests];
  return {
    edges: edgesOf(pattern, () => false, skeleton.evidence),
    tests: {
      run: parts.reduce((sum, { run }) => sum + run, 0),
      notEnoughData: parts.reduce((sum, { notEnoughData }) => sum + notEnoughData, 0),
    },
  };
}

function judge(
  test: IndependenceTest,
  skeleton: Skeleton,
  knowledge: Knowledge,
  options: { readonly collider: ColliderRule; readonly maxConditioning?: number | undefined },
) {
  return judgeTriples(test, skeleton, knowledge, options.collider, options.maxConditioning);
}

/** All ends open but for what knowledge and the colliders say. */
function circles(skeleton: Skeleton, knowledge: Knowledge, triples: readonly Triple[]): Pattern {
  const pattern = createPattern(skeleton.size);
  for (let a = 0; a < skeleton.size; a++) {
    for (const b of skeleton.neighbours(a)) {
      if (a < b) pattern.set(a, b, endOf(knowledge, a, b), endOf(knowledge, b, a));
    }
  }
  for (const { ends, middle, verdict } of triples) {
    if (verdict !== "collider" || ends.some((end) => knowledge.required(middle, end))) continue;
    for (const end of ends) pattern.set(end, middle, pattern.at(middle, end), mark.arrow);
  }
  return pattern;
}

/** The mark at `node` of its edge with `other`: a tail where it must be a cause, an arrowhead where it cannot be one. */
function endOf(knowledge: Knowledge, node: number, other: number) {
  if (knowledge.required(node, other)) return mark.tail;
  return knowledge.forbidden(node, other) ? mark.arrow : mark.circle;
}
