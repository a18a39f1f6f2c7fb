import type { IndependenceTest } from "../independence/independence-test.ts";
import { type ColliderRule, judgeTriples } from "./colliders.ts";
import type { Knowledge } from "./knowledge.ts";
import { orientSkeleton } from "./orient-skeleton.ts";
import type { EdgeEvidence } from "./pair-records.ts";
import { mark, type Pattern } from "./pattern.ts";
import { decideTriples } from "./score/decide-triples.ts";
import type { LocalScore } from "./score/local-score.ts";
import { type Candidates, scoreSearch } from "./score/score-search.ts";
import { findSkeleton, type SkeletonOptions } from "./skeleton.ts";

export type EndMark = "tail" | "arrow" | "circle";

export type EdgeKind =
  | "directed"
  | "undirected"
  | "bidirected"
  | "partially-directed"
  | "ambiguous";

export interface FoundEdge {
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
  readonly evidence: EdgeEvidence | undefined;
  /** The marks at `from` and at `to`. */
  readonly ends: readonly [EndMark, EndMark];
}

export interface FoundGraph {
  readonly edges: readonly FoundEdge[];
  readonly tests: { readonly run: number; readonly notEnoughData: number };
}

export interface PcOptions extends SkeletonOptions {
  readonly collider: ColliderRule;
  /** Where given, the best-scoring graph decides the triples that it has, before the rule does. */
  readonly score?: LocalScore | undefined;
}

export interface PcGraph extends FoundGraph {
  readonly candidates: Candidates;
}

/** The PC algorithm (Spirtes, Glymour & Scheines 2000, section 5.4.2) in its order-independent form. */
export function pc(test: IndependenceTest, knowledge: Knowledge, options: PcOptions): PcGraph {
  const skeleton = findSkeleton(test, knowledge, {
    ...options,
    bestSeparation: options.collider === "plain",
  });
  const { candidates, size } = skeleton;
  const { collider, maxConditioning, score } = options;
  const decided =
    score && decideTriples(scoreSearch(score, size, candidates, knowledge), knowledge);
  const judged = judgeTriples(test, skeleton, knowledge, collider, maxConditioning, decided);
  const { pattern, ambiguousEdge } = orientSkeleton(skeleton, judged.triples, knowledge);
  return {
    candidates,
    edges: edgesOf(pattern, ambiguousEdge, skeleton.evidence),
    tests: {
      run: skeleton.tests.run + judged.tests.run,
      notEnoughData: skeleton.tests.notEnoughData + judged.tests.notEnoughData,
    },
  };
}

export function edgesOf(
  pattern: Pattern,
  ambiguous: (a: number, b: number) => boolean,
  evidence: (a: number, b: number) => EdgeEvidence | undefined,
): readonly FoundEdge[] {
  const edges: FoundEdge[] = [];
  for (let a = 0; a < pattern.size; a++) {
    for (const b of pattern.neighbours(a)) {
      if (b < a) continue;
      const [from, to] =
        pattern.at(b, a) === mark.arrow && pattern.at(a, b) !== mark.arrow ? [b, a] : [a, b];
      edges.push({
        from,
        to,
        kind: ambiguous(a, b) ? "ambiguous" : kindOf(pattern, from, to),
        evidence: evidence(a, b),
        ends: [endNames[pattern.at(to, from)] ?? "tail", endNames[pattern.at(from, to)] ?? "tail"],
      });
    }
  }
  return edges;
}

const endNames: Partial<Record<number, EndMark>> = {
  [mark.tail]: "tail",
  [mark.arrow]: "arrow",
  [mark.circle]: "circle",
};

function kindOf(pattern: Pattern, from: number, to: number): EdgeKind {
  const [start, end] = [pattern.at(to, from), pattern.at(from, to)];
  if (start === mark.circle || end === mark.circle) return "partially-directed";
  if (start === mark.arrow && end === mark.arrow) return "bidirected";
  return end === mark.arrow ? "directed" : "undirected";
}
