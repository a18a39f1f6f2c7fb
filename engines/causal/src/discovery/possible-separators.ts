import type { IndependenceTest } from "../independence/independence-test.ts";
import { combinations } from "./combinations.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Separation } from "./pair-records.ts";
import { mark, type Pattern } from "./pattern.ts";
import type { Skeleton } from "./skeleton.ts";

/** Sets beyond this size are not tried here: their number explodes and their tests have no power left. */
const largestSet = 3;

/**
 * Removes edges that only sets outside the neighbourhoods separate, as hidden common causes make possible (Spirtes, Glymour &
 * Scheines 2000, section 6.7, Possible-D-SEP). All edges are judged on the same start, so their order does not matter.
 */
export function pruneByPossibleSeparators(
  test: IndependenceTest,
  knowledge: Knowledge,
  skeleton: Skeleton,
  pattern: Pattern,
  { maxConditioning = largestSet }: { readonly maxConditioning?: number | undefined },
) {
  const tests = { run: 0, notEnoughData: 0 };
  const removed = new Map<number, Separation>();
  const keyOf = (a: number, b: number) => Math.min(a, b) * skeleton.size + Math.max(a, b);
  const reached = Array.from({ length: skeleton.size }, (_, node) => reachable(pattern, node));
  const ancestors = Array.from({ length: skeleton.size }, (_, node) =>
    possibleAncestors(pattern, node),
  );
  for (let a = 0; a < skeleton.size; a++) {
    for (const b of skeleton.neighbours(a)) {
      if (knowledge.required(a, b) || knowledge.required(b, a) || removed.has(keyOf(a, b)))
        continue;
      const candidates = (reached[a] ?? []).filter(
        (node) =>
          node !== b &&
          (ancestors[a]?.has(node) || ancestors[b]?.has(node)) &&
          knowledge.mayCondition(node, a, b),
      );
      const known = new Set(skeleton.neighbours(a));
      const separation = separate(test, a, b, candidates, { known, maxConditioning, tests });
      if (separation) removed.set(keyOf(a, b), separation);
    }
  }
  const adjacent = (a: number, b: number) => skeleton.adjacent(a, b) && !removed.has(keyOf(a, b));
  const pruned: Skeleton = {
    ...skeleton,
    adjacent,
    neighbours: (node) => skeleton.neighbours(node).filter((other) => adjacent(node, other)),
    separation: (a, b) => removed.get(keyOf(a, b)) ?? skeleton.separation(a, b),
    evidence: (a, b) => (adjacent(a, b) ? skeleton.evidence(a, b) : undefined),
  };
  return { skeleton: pruned, tests };
}

interface Search {
  /** Sets inside these were tried before. */
  readonly known: ReadonlySet<number>;
  readonly maxConditioning: number;
  readonly tests: { run: number; notEnoughData: number };
}

function separate(
  test: IndependenceTest,
  a: number,
  b: number,
  candidates: readonly number[],
  { known, maxConditioning, tests }: Search,
): Separation | undefined {
  const ask = test.pair(a, b, candidates);
  for (let size = 1; size <= Math.min(maxConditioning, candidates.length); size++) {
    for (const given of combinations(candidates, size)) {
      if (given.every((node) => known.has(node))) continue;
      const { outcome, pValue } = ask(given);
      tests.run++;
      if (outcome === "not-enough-data") tests.notEnoughData++;
      if (outcome === "independent") return { given, pValue };
    }
  }
  return undefined;
}

/** Nodes on paths from `start` on which each inner node is a collider or in a triangle; in order of their numbers. */
function reachable(pattern: Pattern, start: number): readonly number[] {
  const found = new Set<number>();
  const seen = new Set<number>();
  const open = pattern.neighbours(start).map((to): readonly [number, number] => [start, to]);
  for (let step = open.pop(); step; step = open.pop()) {
    const [from, at] = step;
    const key = from * pattern.size + at;
    if (seen.has(key)) continue;
    seen.add(key);
    found.add(at);
    for (const next of pattern.neighbours(at)) {
      if (next === from || next === start) continue;
      const collider = pattern.at(from, at) === mark.arrow && pattern.at(next, at) === mark.arrow;
      if (collider || pattern.adjacent(from, next)) open.push([at, next]);
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** Nodes from which a path without an arrowhead against its direction leads to `goal`: only these can help to separate it. */
function possibleAncestors(pattern: Pattern, goal: number): ReadonlySet<number> {
  const found = new Set([goal]);
  const open = [goal];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const cause of pattern.neighbours(node)) {
      if (found.has(cause) || pattern.at(node, cause) === mark.arrow) continue;
      found.add(cause);
      open.push(cause);
    }
  }
  return found;
}
