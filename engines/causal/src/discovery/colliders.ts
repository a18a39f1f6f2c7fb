import type { IndependenceTest } from "../independence/independence-test.ts";
import { combinations } from "./combinations.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Separation } from "./pair-records.ts";
import type { Skeleton } from "./skeleton.ts";

export type ColliderRule = "plain" | "max-p" | "majority";

/** What a triple a – b – c with a and c not adjacent is: `a → b ← c`, not that, or undecided. */
export type TripleVerdict = "collider" | "non-collider" | "ambiguous";

export interface Triple {
  readonly ends: readonly [number, number];
  readonly middle: number;
  readonly verdict: TripleVerdict;
}

/** The verdict on a triple from elsewhere; undefined where the tests are to give it. */
export type DecidedTriples = (ends: Triple["ends"], middle: number) => TripleVerdict | undefined;

export interface JudgedTriples {
  readonly triples: readonly Triple[];
  readonly tests: { readonly run: number; readonly notEnoughData: number };
}

/**
 * The verdict on every unshielded triple. `plain`: by the separating set that removed the edge; `max-p`: by the one
 * with the largest p-value among all subsets of both neighbourhoods (Ramsey 2016); `majority`: by the vote of all
 * separating subsets, a tie being ambiguous (Colombo & Maathuis 2014, section 4.2). A pair that knowledge keeps apart was
 * never tested and makes no collider. Triples that are `decided` elsewhere cost no test.
 */
export function judgeTriples(
  test: IndependenceTest,
  skeleton: Skeleton,
  knowledge: Knowledge,
  rule: ColliderRule,
  maxConditioning = 4,
  decided: DecidedTriples = () => undefined,
): JudgedTriples {
  const tests = { run: 0, notEnoughData: 0 };
  const separators = new Map<number, readonly Separation[]>();
  const separatorsOf = (a: number, c: number): readonly Separation[] => {
    const first = skeleton.separation(a, c);
    if (!first || knowledge.apart(a, c)) return [];
    if (rule === "plain") return [first];
    const key = a * skeleton.size + c;
    const found =
      separators.get(key) ??
      searchSeparators(test, skeleton, knowledge, { a, c, maxConditioning, tests });
    // A large separating set that the search does not reach is still the one that removed the edge.
    const votes = found.length > 0 ? found : [first];
    separators.set(key, votes);
    return votes;
  };
  const triples: Triple[] = [];
  for (let middle = 0; middle < skeleton.size; middle++) {
    for (const [a = 0, c = 0] of combinations(skeleton.neighbours(middle), 2)) {
      if (skeleton.adjacent(a, c)) continue;
      const ends = [a, c] as const;
      const verdict = decided(ends, middle) ?? vote(separatorsOf(a, c), middle, rule);
      triples.push({ ends, middle, verdict });
    }
  }
  return { triples, tests };
}

interface Search {
  readonly a: number;
  readonly c: number;
  readonly maxConditioning: number;
  readonly tests: { run: number; notEnoughData: number };
}

/** All subsets of either neighbourhood that separate the pair. */
function searchSeparators(
  test: IndependenceTest,
  skeleton: Skeleton,
  knowledge: Knowledge,
  { a, c, maxConditioning, tests }: Search,
): readonly Separation[] {
  const sides = [skeleton.neighbours(a), skeleton.neighbours(c)].map((side) =>
    side.filter((node) => knowledge.mayCondition(node, a, c)),
  );
  const ask = test.pair(a, c, [...new Set(sides.flat())]);
  const found: Separation[] = [];
  for (const given of subsetsOf(sides, maxConditioning)) {
    const { outcome, pValue } = ask(given);
    tests.run++;
    if (outcome === "not-enough-data") tests.notEnoughData++;
    if (outcome === "independent") found.push({ given, pValue });
  }
  return found;
}

function subsetsOf(
  sides: readonly (readonly number[])[],
  largest: number,
): Iterable<readonly number[]> {
  const subsets = new Map<string, readonly number[]>();
  for (const side of sides) {
    for (let size = 0; size <= Math.min(largest, side.length); size++) {
      for (const subset of combinations(side, size)) subsets.set(subset.join(), subset);
    }
  }
  return subsets.values();
}

function vote(
  separators: readonly Separation[],
  middle: number,
  rule: ColliderRule,
): TripleVerdict {
  if (separators.length === 0) return "ambiguous";
  if (rule === "majority") {
    const share =
      separators.filter(({ given }) => given.includes(middle)).length / separators.length;
    if (share === 0.5) return "ambiguous";
    return share < 0.5 ? "collider" : "non-collider";
  }
  const best = separators.reduce((a, b) => (b.pValue > a.pValue ? b : a));
  return best.given.includes(middle) ? "non-collider" : "collider";
}
