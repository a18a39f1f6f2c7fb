/**
 * The ⌈(n + 1)·level⌉-th smallest score: a fresh score from the same source stays at or below it with at least that
 * probability. Infinite where there are too few scores to promise that.
 * Source: Vovk, Gammerman & Shafer, Algorithmic Learning in a Random World (2005); Lei et al., JASA 113 (2018).
 */
export function conformalQuantile(scores: ArrayLike<number>, level: number): number {
  const sorted = Float64Array.from(scores).sort();
  // The slack keeps rounding (e.g. 0.9 · 10) from asking for one score more.
  const rank = Math.ceil((sorted.length + 1) * level - 1e-9);
  return sorted[rank - 1] ?? Number.POSITIVE_INFINITY;
}
