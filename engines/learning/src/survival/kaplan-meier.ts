import { normalQuantile } from "@causeway/engine-statistics";

/** The curve after one time at which something happened. */
export interface SurvivalStep {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly survival: number;
  /** Of the estimate, by Greenwood's formula; NaN once none survives. */
  readonly variance: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The product-limit estimate of survival. `times` ≥ 0; `events` 1 where the end was seen, 0 where observation stopped before.
 * Intervals by Greenwood's variance on the log(−log) scale.
 * Sources: Kaplan & Meier, JASA 53 (1958); Greenwood (1926); Kalbfleisch & Prentice (2002), section 1.4.
 */
export function kaplanMeier(
  times: Float64Array,
  events: Float64Array,
  level = 0.95,
): readonly SurvivalStep[] {
  const order = Array.from(times.keys()).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const z = normalQuantile(1 - (1 - level) / 2);
  const steps: SurvivalStep[] = [];
  let [survival, variance] = [1, 0];
  for (let at = 0; at < order.length; ) {
    const time = times[order[at] as number] as number;
    const atRisk = order.length - at;
    let ended = 0;
    for (; at < order.length && times[order[at] as number] === time; at++) {
      ended += (events[order[at] as number] as number) > 0.5 ? 1 : 0;
    }
    if (ended === 0) continue;
    survival *= 1 - ended / atRisk;
    variance += ended / (atRisk * (atRisk - ended));
    steps.push({
      ...{ time, atRisk, events: ended, survival },
      variance: survival > 0 ? survival ** 2 * variance : Number.NaN,
      ...bounds(survival, variance, z),
    });
  }
  return steps;
}

function bounds(survival: number, variance: number, z: number) {
  if (survival <= 0 || survival >= 1) return { low: survival, high: survival };
  const reach = (z * Math.sqrt(variance)) / Math.log(survival);
  return { low: survival ** Math.exp(-reach), high: survival ** Math.exp(reach) };
}

/** Survival at a time. */
export function survivalAt(steps: readonly SurvivalStep[], time: number): number {
  return steps.findLast((step) => step.time <= time)?.survival ?? 1;
}
