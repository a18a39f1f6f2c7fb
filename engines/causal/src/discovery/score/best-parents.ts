import type { LocalScore } from "./local-score.ts";

export interface ScoredParents {
  readonly parents: readonly number[];
  readonly score: number;
}

/** The best parents of a node among the candidates that come before it. */
export type ParentsBefore = (node: number, before: (candidate: number) => boolean) => ScoredParents;

/** What two sums of the same terms in another order may differ by. */
export const rounding = 1e-7;

/**
 * For each node the best parents among those of its candidates that come before it: grown one by one while the score rises, then
 * shrunk while it does not fall (Margaritis & Thrun 1999; Andrews et al. 2023, section 3). Every answer is kept.
 */
export function bestParents(
  score: LocalScore,
  candidates: readonly (readonly number[])[],
  required: readonly (readonly number[])[],
): ParentsBefore {
  const known = candidates.map(() => new Map<string, ScoredParents>());
  const scored = candidates.map(() => new Map<string, number>());
  const scoreOf = (node: number, parents: readonly number[]): number => {
    const scores = scored[node] ?? new Map<string, number>();
    const key = [...parents].sort((a, b) => a - b).join();
    const value = scores.get(key) ?? score(node, parents);
    scores.set(key, value);
    return value;
  };
  return (node, before) => {
    const open = (candidates[node] ?? []).filter(before);
    const key = open.join();
    const answers = known[node] ?? new Map<string, ScoredParents>();
    const must = required[node] ?? [];
    const answer =
      answers.get(key) ??
      shrink(
        grow(must, open, (parents) => scoreOf(node, parents)),
        must,
        (parents) => scoreOf(node, parents),
      );
    answers.set(key, answer);
    return answer;
  };
}

type ScoreOfSet = (parents: readonly number[]) => number;

function grow(
  must: readonly number[],
  open: readonly number[],
  scoreOf: ScoreOfSet,
): ScoredParents {
  let best: ScoredParents = { parents: must, score: scoreOf(must) };
  for (;;) {
    const { parents, score } = best;
    for (const candidate of open) {
      if (parents.includes(candidate)) continue;
      const trial = [...parents, candidate];
      const value = scoreOf(trial);
      if (value > Math.max(best.score, score) + rounding) best = { parents: trial, score: value };
    }
    if (best.parents === parents) return best;
  }
}

function shrink(grown: ScoredParents, must: readonly number[], scoreOf: ScoreOfSet): ScoredParents {
  let best = grown;
  for (;;) {
    const { parents } = best;
    for (const parent of parents) {
      if (must.includes(parent)) continue;
      const trial = parents.filter((other) => other !== parent);
      const value = scoreOf(trial);
      if (value >= best.score) best = { parents: trial, score: value };
    }
    if (best.parents === parents) return best;
  }
}
