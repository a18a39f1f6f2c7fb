export interface UpliftPoint {
  /** Share of cases treated, those with the largest expected effects first. */
  readonly share: number;
  /** Outcome gained per case of the whole, in units of the outcome. */
  readonly gain: number;
}

export interface UpliftCurve {
  readonly points: readonly UpliftPoint[];
  /** Area between the curve and treating at random. */
  readonly qini: number;
  readonly standardError: number;
  /** Whether the 95 % interval of the Qini value lies above 0: else the ranking is not to be used. */
  readonly isUseful: boolean;
}

const z95 = 1.959964;

/**
 * The uplift curve and its Qini value (Radcliffe 2007), with each case's effect measured by a doubly robust score instead of
 * by its arm, so that it holds without an experiment too (Yadlowsky et al. 2025, JASA, "rank-weighted average treatment effects").
 */
export function upliftCurve(ranking: Float64Array, scores: Float64Array, steps = 20): UpliftCurve {
  const count = ranking.length;
  const order = Array.from(ranking.keys()).sort(
    (a, b) => (ranking[b] as number) - (ranking[a] as number) || a - b,
  );
  const mean = scores.reduce((sum, value) => sum + value, 0) / count;
  const points: UpliftPoint[] = [{ share: 0, gain: 0 }];
  let [gained, qini, squares] = [0, 0, 0];
  for (const [rank, row] of order.entries()) {
    const score = scores[row] as number;
    gained += score / count;
    const part = (0.5 - (rank + 0.5) / count) * (score - mean);
    qini += part / count;
    squares += part * part;
    if (((rank + 1) * steps) % count < steps)
      points.push({ share: (rank + 1) / count, gain: gained });
  }
  const standardError = Math.sqrt(Math.max(0, squares / count - qini * qini) / count);
  return { points, qini, standardError, isUseful: qini > z95 * standardError };
}
