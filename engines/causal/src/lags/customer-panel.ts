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
      const customer = values.subarray(starts[index], starts[index + 1]);
      countSteps(
        customer,
        events.filter((event) => event.type === type),
        (time) => Math.floor((time - start) / step) + lag - lags,
      );
      centre(customer);
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

function countSteps(
  values: Float64Array,
  events: CustomerEvents["events"],
  rowOf: (time: number) => number,
): void {
  for (const { time } of events) {
    const row = rowOf(time);
    if (row >= 0 && row < values.length) values[row] = (values[row] as number) + 1;
  }
}

function centre(values: Float64Array): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  for (let row = 0; row < values.length; row++) values[row] = (values[row] as number) - mean;
}
