import type { Happening } from "./happening.ts";

/** One number about what happened in a window of time before a moment. */
export interface WindowFeature {
  readonly name: string;
  /** Happenings with this key count. */
  readonly key: string;
  /** `days-since` looks at the latest one; `mean`, `sum` and `last` need happenings with a value. */
  readonly aggregate: "count" | "sum" | "mean" | "last" | "days-since";
  /** The window begins so many days before the moment … */
  readonly days: number;
  /** … and ends so many days before it; default 0. */
  readonly untilDays?: number;
}

const dayMs = 86_400_000;

/**
 * The features at a moment, in their order, of one subject's happenings (any order): only what had happened and was known
 * by then counts. NaN where nothing gives a mean, a last value or a time since.
 */
export function windowFeatures(
  happenings: readonly Happening[],
  features: readonly WindowFeature[],
  atMs: number,
): Float64Array {
  const known = happenings.filter((one) => one.atMs <= atMs && one.knownMs <= atMs);
  return Float64Array.from(features, (feature) => {
    const from = atMs - feature.days * dayMs;
    const until = atMs - (feature.untilDays ?? 0) * dayMs;
    return aggregate(
      known.filter((one) => one.atMs > from && one.atMs <= until && one.keys.includes(feature.key)),
      feature.aggregate,
      atMs,
    );
  });
}

function aggregate(
  found: readonly Happening[],
  kind: WindowFeature["aggregate"],
  atMs: number,
): number {
  if (kind === "count") return found.length;
  if (kind === "days-since") {
    const last = found.reduce(
      (latest, one) => Math.max(latest, one.atMs),
      Number.NEGATIVE_INFINITY,
    );
    return found.length === 0 ? Number.NaN : (atMs - last) / dayMs;
  }
  const measured = found.flatMap(({ value, atMs: at }) =>
    value === undefined ? [] : [{ value, at }],
  );
  if (kind === "sum") return measured.reduce((sum, { value }) => sum + value, 0);
  if (measured.length === 0) return Number.NaN;
  if (kind === "mean") {
    return measured.reduce((sum, { value }) => sum + value, 0) / measured.length;
  }
  return measured.reduce((latest, one) => (one.at >= latest.at ? one : latest)).value;
}
