import type { CustomerEvents, Delay } from "./event-log.ts";

const bins = 200;

/**
 * The lags from one kind of event to another within `longest` days, pooled over customers, less those that the customer's own
 * rate would put there by chance: their median and 10 % and 90 % quantiles inside `window`, and how many they are.
 */
export function excessDelay(
  customers: readonly CustomerEvents[],
  cause: string,
  effect: string,
  { from, to }: { readonly from: number; readonly to: number },
): { readonly delay: Delay; readonly excess: number; readonly causes: number } {
  const excess = new Float64Array(bins);
  let causes = 0;
  for (const customer of customers)
    causes += addExcess(excess, customer, { cause, effect, from, to });
  const width = (to - from) / bins;
  const quantile = (share: number) => from + width * excessQuantile(excess, share);
  const delay = { earliest: quantile(0.1), typical: quantile(0.5), latest: quantile(0.9) };
  return { delay, excess: excess.reduce((sum, value) => sum + value, 0), causes };
}

interface Lags {
  readonly cause: string;
  readonly effect: string;
  readonly from: number;
  readonly to: number;
}

/** Adds one customer's lags, takes away those its rate explains, and returns how often the cause happened. */
function addExcess(
  excess: Float64Array,
  { start, end, events }: CustomerEvents,
  { cause, effect, from, to }: Lags,
): number {
  const width = (to - from) / bins;
  const causes = events.filter(({ type }) => type === cause);
  const effects = events.filter(({ type }) => type === effect);
  const expected = (width * effects.length) / Math.max(width, end - start);
  for (const { time } of causes) {
    for (const other of effects) {
      const bin = Math.floor((other.time - time - from) / width);
      if (bin >= 0 && bin < bins) excess[bin] = (excess[bin] as number) + 1;
    }
    const observed = Math.min(bins, Math.floor((end - time - from) / width));
    for (let bin = 0; bin < observed; bin++) excess[bin] = (excess[bin] as number) - expected;
  }
  return causes.length;
}

/** Where the running sum first reaches a share of its end, in bins. */
function excessQuantile(excess: Float64Array, share: number): number {
  const total = excess.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  for (const [bin, value] of excess.entries()) {
    sum += value;
    if (sum >= share * total) return bin + 0.5;
  }
  return bins - 0.5;
}
