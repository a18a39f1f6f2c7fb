/** A fitted additive Holt–Winters model; plain JSON. */
export interface Smoothing {
  readonly level: number;
  readonly trend: number;
  /** One entry per place in the season, beginning with the next period; empty without a season. */
  readonly season: readonly number[];
  /** Standard deviation of one-step errors. */
  readonly deviation: number;
}

const grid = [0.05, 0.15, 0.3, 0.5, 0.8];

/**
 * Exponential smoothing with damped trend and additive season, its weights chosen on a grid by one-step errors: the simple
 * rival of any forecast. `values` in time order; `period` 12 for months of a year, 1 for no season (also where there are fewer than two seasons).
 * Sources: Holt (1957), Winters, Management Science 6 (1960); Gardner & McKenzie, Management Science 31 (1985, damping).
 */
export function fitSmoothing(values: readonly number[], period = 1): Smoothing {
  if (values.length < 2) throw new RangeError("At least two values are needed");
  const season = values.length >= 2 * period ? period : 1;
  const weights = grid.flatMap((alpha) =>
    [0, ...grid].flatMap((beta) =>
      (season > 1 ? grid : [0]).map((gamma) => ({ alpha, beta, gamma })),
    ),
  );
  const [best] = weights
    .map((tried) => run(values, season, tried))
    .sort((a, b) => a.error - b.error);
  if (best === undefined) throw new RangeError("No weights were tried");
  return best.state;
}

const damping = 0.9;

function run(
  values: readonly number[],
  period: number,
  weights: { readonly alpha: number; readonly beta: number; readonly gamma: number },
): { error: number; state: Smoothing } {
  const first = values.slice(0, period);
  const mean = first.reduce((sum, value) => sum + value, 0) / period;
  const season = period > 1 ? first.map((value) => value - mean) : [];
  let [level, trend] = period > 1 ? [mean, 0] : [values[0] ?? 0, 0];
  let [squares, count] = [0, 0];
  for (let at = period; at < values.length; at++) {
    const value = values[at] ?? 0;
    const place = at % period;
    const seasonal = season[place] ?? 0;
    const error = value - (level + damping * trend + seasonal);
    const before = level;
    level = level + damping * trend + weights.alpha * error;
    trend = damping * trend + weights.beta * (level - before - damping * trend);
    if (period > 1) season[place] = seasonal + weights.gamma * (1 - weights.alpha) * error;
    squares += error * error;
    count++;
  }
  const error = count === 0 ? 0 : squares / count;
  const next = period > 1 ? values.length % period : 0;
  return {
    error,
    state: {
      level,
      trend,
      season: [...season.slice(next), ...season.slice(0, next)],
      deviation: Math.sqrt(error),
    },
  };
}

/** The next `horizon` values. */
export function forecastSmoothing(fitted: Smoothing, horizon: number): readonly number[] {
  let reach = 0;
  return Array.from({ length: horizon }, (_, step) => {
    reach += damping ** (step + 1);
    const seasonal = fitted.season[step % Math.max(1, fitted.season.length)] ?? 0;
    return fitted.level + reach * fitted.trend + seasonal;
  });
}
