import {
  createDataset,
  type Dataset,
  type Happening,
  numericColumn,
  type WindowFeature,
  windowFeatures,
} from "@causeway/engine-learning";

type Span = readonly [untilDays: number, days: number];

// Windows follow each other, so that what is recent and what is long past are told apart; few, since renewals are few.
const season: readonly Span[] = [
  [0, 90],
  [90, 180],
  [180, 365],
];
const trouble: readonly Span[] = [
  [0, 45],
  [45, 135],
  [135, 365],
];
const use: readonly Span[] = [
  [0, 30],
  [30, 90],
  [90, 180],
  [180, 365],
];
const opinion: readonly Span[] = [
  [0, 120],
  [120, 365],
];
const change: readonly Span[] = [[0, 270]];

function over(
  key: string,
  aggregate: WindowFeature["aggregate"],
  windows: readonly Span[],
): readonly WindowFeature[] {
  return windows.map(([untilDays, days]) => ({
    name: `${key} ${aggregate} ${untilDays}-${days}`,
    key,
    aggregate,
    days,
    untilDays,
  }));
}

/** What a renewal may rest on: service, use of what was sold, opinions, people who leave, and news of the customer. */
export const renewalFeatures: readonly WindowFeature[] = [
  ...over("event:ticket opened", "count", trouble),
  ...over("event:ticket escalated", "count", season),
  ...over("event:spare part delayed", "count", season),
  ...over("event:service visit done", "count", season),
  ...over("event:machine heartbeat", "mean", use),
  ...over("event:survey answered", "mean", opinion),
  ...over("event:email bounced", "count", change),
  ...over("signal:equity-change", "count", change),
];

/** A customer's happenings and the moment from which they are looked at. */
export interface RenewalMoment {
  readonly happenings: readonly Happening[];
  readonly atMs: number;
}

/** One row per moment, one column per feature; measured sizes count by their logarithm. */
export function renewalDataset(
  moments: readonly RenewalMoment[],
  features: readonly WindowFeature[] = renewalFeatures,
): Dataset {
  const rows = moments.map(({ happenings, atMs }) => windowFeatures(happenings, features, atMs));
  return createDataset(
    features.map(({ name, key }, place) =>
      numericColumn(
        name,
        rows.map((row) => cellOf(row[place] ?? Number.NaN, measuresSize(key))),
      ),
    ),
    moments.length,
  );
}

const measuresSize = (key: string) => key === "event:machine heartbeat";

function cellOf(value: number, isSize: boolean): number | null {
  if (Number.isNaN(value)) return null;
  return isSize ? Math.log1p(Math.max(0, value)) : value;
}
