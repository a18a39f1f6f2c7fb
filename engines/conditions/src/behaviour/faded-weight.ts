const dayMs = 86_400_000;

/** What was added to a weight, and when. */
export interface Contribution {
  readonly atMs: number;
  readonly delta: number;
}

/** The sum of contributions at a moment, each fading to a half in `halfLifeDays`; later ones do not count. */
export function fadedWeight(
  contributions: readonly Contribution[],
  halfLifeDays: number,
  nowMs: number,
): number {
  let sum = 0;
  for (const { atMs, delta } of contributions) {
    if (atMs <= nowMs) sum += delta * 0.5 ** ((nowMs - atMs) / (halfLifeDays * dayMs));
  }
  return sum;
}
