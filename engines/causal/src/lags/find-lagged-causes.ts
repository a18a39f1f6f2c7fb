import type { DataTable } from "../data/table.ts";
import { tableCovariance } from "../data/table-covariance.ts";
import { judgeTriples } from "../discovery/colliders.ts";
import { combinations } from "../discovery/combinations.ts";
import { compileKnowledge } from "../discovery/knowledge.ts";
import { orientSkeleton } from "../discovery/orient-skeleton.ts";
import { createPairRecords } from "../discovery/pair-records.ts";
import { type EdgeKind, edgesOf } from "../discovery/pc.ts";
import type { Skeleton } from "../discovery/skeleton.ts";
import { gaussianTest } from "../independence/gaussian-test.ts";
import type { IndependenceTest } from "../independence/independence-test.ts";
import { laggedTable } from "./lagged-table.ts";

/** `cause`, `lag` rows earlier, and `effect`; without lag the kind says which way, if any. */
export interface LaggedLink {
  readonly cause: string;
  readonly effect: string;
  readonly lag: number;
  readonly kind: EdgeKind;
  /** Of the weakest test that the link survived. */
  readonly pValue: number;
}

export interface LaggedOptions {
  readonly longestLag: number;
  readonly alpha?: number;
}

/**
 * The links among regular series (rows are moments in order), within a moment and over up to `longestLag` rows, by PCMCI+ with
 * partial correlations (Runge 2020, "Discovering contemporaneous and lagged causal relations in autocorrelated nonlinear time series
 * datasets"): first each series' own lagged parents, then momentary tests given the parents of both ends, then
 * colliders and Meek's rules within the moment, time having directed the rest.
 */
export function findLaggedCauses(
  series: DataTable,
  { longestLag, alpha = 0.01 }: LaggedOptions,
): readonly LaggedLink[] {
  const count = series.columns.length;
  const test = gaussianTest(tableCovariance(laggedTable(series, 2 * longestLag)), {
    alpha,
    sparse: "keep",
  });
  const past = Array.from({ length: count * longestLag }, (_, index) => count + index);
  const parents = series.columns.map((_, effect) => laggedParents(test, effect, past));
  const nodes = test.names.slice(0, count * (longestLag + 1));
  const skeleton = momentarySkeleton(test, { count, nodes: nodes.length, parents });
  const tiers = Array.from({ length: longestLag + 1 }, (_, index) => {
    const lag = longestLag - index;
    return nodes.slice(lag * count, (lag + 1) * count);
  });
  const knowledge = compileKnowledge(nodes, { tiers });
  const { triples } = judgeTriples(test, skeleton, knowledge, "plain");
  const { pattern, ambiguousEdge } = orientSkeleton(skeleton, triples, knowledge);
  return edgesOf(pattern, ambiguousEdge, skeleton.evidence).map(({ from, to, kind, evidence }) => ({
    cause: nodes[from % count] ?? "",
    effect: nodes[to % count] ?? "",
    lag: Math.floor(from / count),
    kind,
    pValue: evidence?.pValue ?? 0,
  }));
}

/** Candidates in the past that stay dependent given one, two … of the strongest others (PC₁ of Runge et al. 2019). */
function laggedParents(
  test: IndependenceTest,
  effect: number,
  past: readonly number[],
): readonly number[] {
  let kept = past.map((cause) => ({ cause, weakest: 0 }));
  for (let size = 0; size < kept.length; size++) {
    const frozen = kept;
    kept = frozen
      .flatMap(({ cause, weakest }) => {
        const given = frozen
          .filter((other) => other.cause !== cause)
          .slice(0, size)
          .map((other) => other.cause);
        const { outcome, pValue } = test.pair(cause, effect, given)(given);
        if (outcome === "independent") return [];
        return [{ cause, weakest: Math.max(weakest, pValue || 0) }];
      })
      .sort((a, b) => a.weakest - b.weakest || a.cause - b.cause);
  }
  return kept.map(({ cause }) => cause);
}

interface Lagged {
  /** Number of series. */
  readonly count: number;
  /** Number of series times moments up to the longest lag. */
  readonly nodes: number;
  readonly parents: readonly (readonly number[])[];
}

/** Links into the present, tested given the lagged parents of both ends and sets of companions within the moment. */
function momentarySkeleton(test: IndependenceTest, { count, nodes, parents }: Lagged): Skeleton {
  const records = createPairRecords(nodes);
  const linked = new Uint8Array(nodes * nodes);
  const link = (a: number, b: number, value: number) => {
    linked[a * nodes + b] = value;
    linked[b * nodes + a] = value;
  };
  for (const [effect, causes] of parents.entries()) {
    for (const cause of causes) link(cause, effect, 1);
    for (let other = 0; other < effect; other++) link(other, effect, 1);
  }
  const adjacent = (a: number, b: number) => linked[a * nodes + b] === 1;
  const neighbours = (node: number) =>
    Array.from({ length: nodes }, (_, other) => other).filter((other) => adjacent(node, other));
  const tests = { run: 0, notEnoughData: 0 };
  const survives = (from: number, to: number, sets: Iterable<readonly number[]>) => {
    const always = new Set([...(parents[to] ?? []), ...shifted(parents, from, count)]);
    for (const set of sets) {
      const given = [...new Set([...set, ...always])].filter((node) => node !== from);
      const { outcome, pValue } = test.pair(from, to, given)(given);
      const missing = Number(outcome === "not-enough-data");
      const separation = outcome === "independent" ? { given, pValue } : undefined;
      tests.run++;
      tests.notEnoughData += missing;
      records.add(from, to, { pValue: pValue || 0, tests: 1, notEnoughData: missing }, separation);
      if (separation) return false;
    }
    return true;
  };
  for (let size = 0; size < count; size++) {
    const companions = Array.from({ length: count }, (_, node) =>
      neighbours(node).filter((other) => other < count),
    );
    for (const [from, to] of linksInto(linked, nodes, count)) {
      const around = (companions[to] ?? []).filter((node) => node !== from);
      if (adjacent(from, to) && !survives(from, to, combinations(around, size))) link(from, to, 0);
    }
  }
  return {
    size: nodes,
    adjacent,
    neighbours,
    separation: (a, b) => (adjacent(a, b) ? undefined : records.separation(a, b)),
    evidence: (a, b) => (adjacent(a, b) ? records.evidence(a, b) : undefined),
    tests,
  };
}

/** The lagged parents of a node of any moment. */
function shifted(
  parents: readonly (readonly number[])[],
  node: number,
  count: number,
): readonly number[] {
  const lag = Math.floor(node / count);
  return (parents[node % count] ?? []).map((parent) => parent + lag * count);
}

/** From a node of any moment into one of the present; within the present both ways, as their companions differ. */
function linksInto(
  linked: Uint8Array,
  nodes: number,
  count: number,
): readonly (readonly [number, number])[] {
  const links: (readonly [number, number])[] = [];
  for (let to = 0; to < count; to++) {
    for (let from = 0; from < nodes; from++) if (linked[from * nodes + to]) links.push([from, to]);
  }
  return links;
}
