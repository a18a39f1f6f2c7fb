import type { CustomerEvents } from "./event-log.ts";

/** Customers cut into steps of equal length: one row a step, one cluster a customer. */
export interface CustomerPanel {
  /** First row of each customer, and the number of rows at the end. */
  readonly starts: readonly number[];
  /** How many events of a kind fell into the step `lag` steps before each row's, less the customer's mean. */
  column(type: string, lag: number): Float64Array;
}

/** The first `lags` steps of each customer serve as history only. */
export function customerPanel(
  customers: readonly CustomerEvents[],
  step: number,
  lags: number,
): CustomerPanel {
  const starts = [0];
  for (const { start, end } of customers) {
    const steps = Math.ceil((end - start) / step + 1e-9);
    starts.push((starts.at(-1) ?? 0) + Math.max(0, steps - lags));
  }
  const rows = starts.at(-1) ?? 0;
  const cache = new Map<string, Float64Array>();
  const count = (type: string, lag: number) => {
    const values = new Float64Array(rows);
    for (const [index, { start, events }] of customers.entries()) {
      const first = starts[index] ?? 0;
      const next = starts[index + 1] ?? 0;
      for (const event of events) {
        if (event.type !== type) continue;
        const row = first + Math.floor((event.time - start) / step) + lag - lags;
        if (row >= first && row < next) values[row] = (values[row] as number) + 1;
      }
      centre(values, first, next);
    }
    return values;
  };
  return {
    starts,
    column(type, lag) {
      const key = `${lag} ${type}`;
      const known = cache.get(key) ?? count(type, lag);
      cache.set(key, known);
      return known;
    },
  };
}

function centre(values: Float64Array, from: number, to: number): void {
  let sum = 0;
  for (let row = from; row < to; row++) sum += values[row] as number;
  const mean = sum / Math.max(1, to - from);
  for (let row = from; row < to; row++) values[row] = (values[row] as number) - mean;
}
