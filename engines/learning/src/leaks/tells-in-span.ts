import type { Column } from "../dataset/dataset.ts";
import { isFilled } from "../dataset/is-filled.ts";
import { sortedOrder } from "../metrics/sorted-order.ts";

/** How much of the outcome a column tells within one span of time, and how much in the others. */
export interface SpanStrength {
  readonly inside: number;
  readonly elsewhere: number;
  /** Where the span begins and ends, as shares of all rows in order of time. */
  readonly from: number;
  readonly to: number;
}

/** Time is cut into so many spans of like mass (a leak of a few weeks drowns in a quarter), and once more between these. */
const cuts = [
  { count: 4, offset: 0 },
  { count: 4, offset: 0.5 },
  { count: 10, offset: 0 },
  { count: 10, offset: 0.5 },
] as const;
const leastRows = 150;
const leastOfOutcome = 20;
const leastInside = 0.08;
/** What honest columns tell in one span they tell in others, more or less. */
const mostElsewhere = 0.15;
const mostInAnother = 0.3;
/** Standard deviations of chance: hundreds of columns and spans are looked at. */
const leastCertain = 8;
/** A weak column that is honest tells something in the other spans together. */
const mostCertainElsewhere = 2;
const bins = 10;
const leastOfLevel = 20;

/**
 * Whether a column that tells next to nothing of a 0/1 outcome tells a good deal of it within one span of time: what was for
 * a while filled in afterwards hides behind all the rows where it was not. Spans where the column is mostly empty say nothing.
 * Strength is the share of the span's entropy that the column's values save, less what chance saves (Miller–Madow).
 */
export function tellsInSpan(
  column: Column,
  target: Float64Array,
  times: Float64Array,
): SpanStrength | undefined {
  const binOf = binsOf(column);
  const order = sortedOrder(times);
  for (const { count, offset } of cuts) {
    if (order.length < count * leastRows) return undefined;
    const edges = offset > 0 ? [0, ...edgesOf(count, offset), 1] : edgesOf(count, offset);
    const placeOf = (edge: number) => Math.floor((edges[edge] ?? 1) * order.length);
    const strengths = edges
      .slice(1)
      .map((_, span) =>
        strengthOf(order.subarray(placeOf(span), placeOf(span + 1)), binOf, target),
      );
    const found = standingApart(strengths);
    if (found === undefined) continue;
    const { span, ...shares } = found;
    return { ...shares, from: edges[span] ?? 0, to: edges[span + 1] ?? 1 };
  }
  return undefined;
}

function edgesOf(count: number, offset: number): number[] {
  const spans = offset > 0 ? count - 1 : count;
  return Array.from({ length: spans + 1 }, (_, edge) => (edge + offset) / count);
}

interface Strength {
  readonly share: number;
  /** By how much the test statistic lies above what chance gives on average, and the freedom that chance has. */
  readonly excess: number;
  readonly freedom: number;
}

function standingApart(
  spans: readonly (Strength | undefined)[],
): (Pick<SpanStrength, "inside" | "elsewhere"> & { readonly span: number }) | undefined {
  const known = spans.flatMap((strength, span) => (strength ? [{ ...strength, span }] : []));
  const [best] = known.toSorted((a, b) => b.share - a.share);
  const others = known.filter(({ span }) => span !== best?.span);
  if (best === undefined || 2 * others.length < spans.length) return undefined;
  const elsewhere = others.reduce((sum, { share }) => sum + share, 0) / others.length;
  const isApart =
    best.share >= leastInside &&
    deviationsOf([best]) >= leastCertain &&
    deviationsOf(others) <= mostCertainElsewhere &&
    elsewhere <= mostElsewhere * best.share &&
    others.every(({ share }) => share <= mostInAnother * best.share);
  if (!isApart) return undefined;
  return { inside: best.share, elsewhere: Math.max(0, elsewhere), span: best.span };
}

/** Undefined where the span has too few of an outcome, or hardly a value. */
function strengthOf(
  rows: Uint32Array,
  binOf: Int32Array,
  target: Float64Array,
): Strength | undefined {
  const tallies = new Map<number, { rows: number; positives: number }>();
  let positives = 0;
  for (const row of rows) {
    const bin = binOf[row] as number;
    const tally = tallies.get(bin) ?? { rows: 0, positives: 0 };
    tallies.set(bin, tally);
    tally.rows++;
    tally.positives += target[row] as number;
    positives += target[row] as number;
  }
  const empty = tallies.get(missing)?.rows ?? 0;
  const hasBoth = Math.min(positives, rows.length - positives) >= leastOfOutcome;
  if (!hasBoth || empty > rows.length / 2) return undefined;
  const freedom = tallies.size - 1;
  if (freedom === 0) return { share: 0, excess: 0, freedom };
  const whole = entropy(positives, rows.length);
  const left = [...tallies.values()].reduce(
    (sum, each) => sum + entropy(each.positives, each.rows),
    0,
  );
  // Twice what is saved is chi-square where the column tells nothing.
  const excess = 2 * (whole - left) - freedom;
  return { share: excess / (2 * whole), excess, freedom };
}

/** How far spans together lie above chance, in its standard deviations. */
function deviationsOf(spans: readonly Strength[]): number {
  const excess = spans.reduce((sum, span) => sum + span.excess, 0);
  const freedom = spans.reduce((sum, span) => sum + span.freedom, 0);
  return freedom === 0 ? 0 : excess / Math.sqrt(2 * freedom);
}

/** Of all rows together, in nats. */
function entropy(positives: number, rows: number): number {
  const negatives = rows - positives;
  if (positives === 0 || negatives === 0) return 0;
  return -(positives * Math.log(positives / rows) + negatives * Math.log(negatives / rows));
}

const missing = -1;
const rare = -2;

/** Tenths of a number's values, or levels of enough rows. */
function binsOf(column: Column): Int32Array {
  if (column.kind === "categorical") {
    const counts = new Int32Array(column.levels.length);
    for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
    return column.codes.map((code) =>
      code < 0 || (counts[code] as number) >= leastOfLevel ? code : rare,
    );
  }
  const filled = sortedOrder(column.values).filter((row) => isFilled(column, row));
  const bounds = Array.from(
    { length: bins - 1 },
    (_, cut) =>
      column.values[filled[Math.floor(((cut + 1) * filled.length) / bins)] ?? 0] as number,
  );
  return Int32Array.from(column.values, (value) =>
    Number.isNaN(value) ? missing : bounds.filter((bound) => bound < value).length,
  );
}
