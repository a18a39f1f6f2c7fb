import type { IndependenceTest } from "../independence/independence-test.ts";
import { combinations } from "./combinations.ts";
import type { Knowledge } from "./knowledge.ts";
import { createPairRecords, type EdgeEvidence, type Separation } from "./pair-records.ts";

export interface Skeleton {
  readonly size: number;
  adjacent(a: number, b: number): boolean;
  neighbours(node: number): readonly number[];
  /** The set that removed the edge; undefined for edges and for pairs that were never tested. */
  separation(a: number, b: number): Separation | undefined;
  evidence(a: number, b: number): EdgeEvidence | undefined;
  readonly tests: { readonly run: number; readonly notEnoughData: number };
}

/** A skeleton and what its search left open on the way. */
export interface SearchedSkeleton extends Skeleton {
  /** Whether no set of at most one variable separates the pair: edges of other searches may be here. */
  candidates(a: number, b: number): boolean;
}

export interface SkeletonOptions {
  readonly maxConditioning?: number | undefined;
  /** Tests all sets of a depth and keeps the one with the largest p-value, where colliders will be read from it. */
  readonly bestSeparation?: boolean;
  /** Called after each pair with the depth and the share of it done; return true to stop. */
  readonly onProgress?: ((depth: number, share: number) => boolean) | undefined;
}

/** Thrown where `onProgress` asked to stop. */
export class Cancelled extends Error {
  constructor() {
    super("The run was cancelled");
    this.name = "Cancelled";
  }
}

/**
 * The skeleton by PC-stable (Colombo & Maathuis 2014, algorithm 4.1): adjacencies are frozen at each depth, so the
 * result does not depend on the order of the columns. Pairs that knowledge keeps apart cost no test; required edges are
 * never tested away; nothing later than both conditions a pair.
 */
export function findSkeleton(
  test: IndependenceTest,
  knowledge: Knowledge,
  options: SkeletonOptions = {},
): SearchedSkeleton {
  const size = test.names.length;
  let adjacency = startingAdjacency(size, knowledge);
  const records = createPairRecords(size);
  const tests = { run: 0, notEnoughData: 0 };
  const neighbours = (node: number) => neighboursIn(adjacency, size, node);
  let wide: Uint8Array | undefined;
  const deepest = options.maxConditioning ?? size - 2;
  for (let depth = 0; depth <= deepest; depth++) {
    // What this depth removes goes from a copy, so that all its tests see the same neighbours.
    const left = adjacency.slice();
    let asked = false;
    for (const pair of pairsToTest(adjacency, knowledge, depth)) {
      asked = true;
      const { a, b } = pair;
      const verdict = testPair(test, pair, depth, options.bestSeparation ?? false);
      tests.run += verdict.tests;
      tests.notEnoughData += verdict.notEnoughData;
      records.add(a, b, verdict, verdict.separation);
      if (verdict.separation) {
        left[a * size + b] = 0;
        left[b * size + a] = 0;
      }
      report(options, depth, (a + 1) / size);
    }
    if (!asked) break;
    if (depth === 2) wide = adjacency;
    adjacency = left;
  }
  const adjacent = (a: number, b: number) => adjacency[a * size + b] === 1;
  return {
    size,
    adjacent,
    candidates: (a, b) => (wide ?? adjacency)[a * size + b] === 1,
    neighbours,
    separation: (a, b) => (adjacent(a, b) ? undefined : records.separation(a, b)),
    evidence: (a, b) => (adjacent(a, b) ? records.evidence(a, b) : undefined),
    tests,
  };
}

function report({ onProgress }: SkeletonOptions, depth: number, share: number): void {
  if (onProgress?.(depth, share)) throw new Cancelled();
}

function startingAdjacency(size: number, knowledge: Knowledge): Uint8Array {
  const adjacency = new Uint8Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      if (a !== b && !knowledge.apart(a, b)) adjacency[a * size + b] = 1;
    }
  }
  return adjacency;
}

function neighboursIn(adjacency: Uint8Array, size: number, node: number): readonly number[] {
  const found: number[] = [];
  for (let other = 0; other < size; other++)
    if (adjacency[node * size + other] === 1) found.push(other);
  return found;
}

interface PairToTest {
  readonly a: number;
  readonly b: number;
  readonly candidates: readonly (readonly number[])[];
}

/** One at a time: at depth 0 there are too many to hold, nor is there a list of neighbours for each. */
function* pairsToTest(
  adjacency: Uint8Array,
  knowledge: Knowledge,
  depth: number,
): Generator<PairToTest> {
  const size = Math.sqrt(adjacency.length);
  const nodes = depth === 0 ? 0 : size;
  const around = Array.from({ length: nodes }, (_, node) => neighboursIn(adjacency, size, node));
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      if (adjacency[a * size + b] === 0 || isGiven(knowledge, a, b)) continue;
      const candidates = candidatesOf(a, b, [around[a] ?? nobody, around[b] ?? nobody], knowledge);
      if (candidates.some((side) => side.length >= depth)) yield { a, b, candidates };
    }
  }
}

const isGiven = (knowledge: Knowledge, a: number, b: number) =>
  knowledge.required(a, b) || knowledge.required(b, a);

const nobody: readonly number[] = [];

function candidatesOf(
  a: number,
  b: number,
  sides: readonly (readonly number[])[],
  knowledge: Knowledge,
): readonly (readonly number[])[] {
  return sides.map((side) =>
    side.length === 0
      ? side
      : side.filter((node) => node !== a && node !== b && knowledge.mayCondition(node, a, b)),
  );
}

interface PairVerdict {
  readonly separation: Separation | undefined;
  readonly pValue: number;
  readonly tests: number;
  readonly notEnoughData: number;
}

function testPair(
  test: IndependenceTest,
  { a, b, candidates }: PairToTest,
  depth: number,
  exhaustive: boolean,
): PairVerdict {
  if (depth === 0) return testAlone(test, a, b);
  const all = [...new Set(candidates.flat())].sort((left, right) => left - right);
  const ask = test.pair(a, b, all);
  let separation: Separation | undefined;
  let [tests, notEnoughData, largest] = [0, 0, 0];
  for (const given of distinctSubsets(candidates, depth)) {
    const { outcome, pValue } = ask(given);
    tests++;
    if (outcome === "not-enough-data") notEnoughData++;
    else largest = Math.max(largest, pValue);
    if (outcome !== "independent" || pValue <= (separation?.pValue ?? -1)) continue;
    separation = { given, pValue };
    if (!exhaustive) break;
  }
  return { separation, pValue: largest, tests, notEnoughData };
}

/** The one test at depth 0, of which there are as many as pairs: it leaves nothing behind to be collected. */
function testAlone(test: IndependenceTest, a: number, b: number): PairVerdict {
  const { outcome, pValue } = test.pair(a, b, nobody)(nobody);
  const isKnown = outcome !== "not-enough-data";
  return {
    separation: outcome === "independent" ? { given: nobody, pValue } : undefined,
    pValue: isKnown ? Math.max(0, pValue) : 0,
    tests: 1,
    notEnoughData: isKnown ? 0 : 1,
  };
}

/** The subsets of one size of either side, each once. */
function* distinctSubsets(
  sides: readonly (readonly number[])[],
  size: number,
): Generator<readonly number[]> {
  const [first = [], second = []] = sides;
  yield* combinations(first, size);
  if (size === 0) return;
  const inFirst = new Set(first);
  for (const subset of combinations(second, size)) {
    if (!subset.every((node) => inFirst.has(node))) yield subset;
  }
}
