import {
  categoricalColumn,
  createDataset,
  fitRidge,
  numericColumn,
  predictLinear,
} from "@causeway/engine-learning";
import type { Random } from "@causeway/kernel";
import { type DealLife, stateAt, wonAmount } from "./deal-life.ts";
import { calendarMonth, monthStart, monthsBetween } from "./months.ts";

/** What deals that are not open at an origin will bring, by group and period (group-major). */
export interface NewBusiness {
  readonly expected: Float64Array;
  /** One possible future: an expectation times what a past origin, drawn at random, got wrong in all cells at once. */
  readonly draw: (random: Random) => Float64Array;
}

export interface NewBusinessRequest {
  readonly lives: readonly DealLife[];
  /** First instant of the first month forecast; what came after it is not looked at. */
  readonly originMs: number;
  /** Share of that first month which still lies ahead; default 1. */
  readonly left?: number;
  readonly groups: readonly string[];
  readonly groupOf: (life: DealLife, atMs: number) => string;
  readonly periods: number;
}

/** Shrinks what is not known well (a season seen once, a small group) towards the rest. */
const penalty = 0.3;
const fewestOrigins = 4;
/** A past month without any business would have no logarithm; this share of the mean month stands in. */
const floorShare = 0.02;

/**
 * Learns from every past month start, taken as an origin, what deals that were not open then brought in the months after
 * it: a log-linear regression on group, lead, calendar month and the business of the year before, shrunken; on the scale of
 * amounts by Duan's smearing (JASA 78, 1983). Undefined where the past is shorter than a few months.
 */
export function fitNewBusiness(request: NewBusinessRequest): NewBusiness | undefined {
  const { originMs, left = 1, groups, periods } = request;
  const firstMs = request.lives.reduce((first, life) => Math.min(first, life.createdMs), originMs);
  const months = monthsBetween(firstMs, originMs);
  // The first month is seldom whole.
  const origins = Array.from({ length: Math.max(0, months - periods) }, (_, at) =>
    monthStart(firstMs, at + 1),
  );
  if (origins.length < fewestOrigins) return undefined;
  const table = businessTable(request, firstMs, months + periods);
  const yearly = (atMs: number, group: number) => table.wonBefore(atMs, group);
  const cells = (atMs: number) =>
    groups.flatMap((_, group) =>
      Array.from({ length: periods }, (_step, lead) => ({ atMs, group, lead })),
    );
  const past = origins.flatMap(cells);
  const future = cells(originMs);
  // What is new since the month began is open by now: later months meet new business one lead nearer, as far as it is gone.
  const nearer = future.map((cell) => ({ ...cell, near: Math.min(1, cell.lead) }));
  const rows = [...past, ...future, ...nearer].map((cell) => ({ near: 0, ...cell }));
  const hasSeason = months >= 14;
  const dataset = createDataset([
    categoricalColumn(
      "group",
      rows.map(({ group }) => `g${group}`),
    ),
    categoricalColumn(
      "lead",
      rows.map(({ lead, near }) => `l${lead - near}`),
    ),
    ...(hasSeason
      ? [
          categoricalColumn(
            "month",
            rows.map(({ atMs, lead }) => `m${calendarMonth(monthStart(atMs, lead))}`),
          ),
        ]
      : []),
    numericColumn(
      "level",
      rows.map(({ atMs, group }) => Math.log(yearly(atMs, group))),
    ),
  ]);
  const target = Float64Array.from(past, ({ atMs, group, lead }) =>
    Math.log(table.brought(atMs, group, lead)),
  );
  const training = {
    rows: past.length,
    columns: dataset.columns.map((column) =>
      column.kind === "numeric"
        ? { ...column, values: column.values.subarray(0, past.length) }
        : { ...column, codes: column.codes.subarray(0, past.length) },
    ),
  };
  const predicted = predictLinear(fitRidge(training, target, { l2: penalty }), dataset);
  const ratios = Float64Array.from(target, (value, row) => Math.exp(value - (predicted[row] ?? 0)));
  const smear = mean(ratios);
  const spread = outOfSample(months, hasSeason);
  const errors = ratios.map((ratio) => ratio ** spread);
  const wideSmear = mean(errors);
  const size = groups.length * periods;
  const foreseen = (row: number) => smear * Math.exp(predicted[past.length + row] ?? 0);
  const expected = Float64Array.from(future, ({ lead }, place) =>
    lead === 0
      ? left * foreseen(place)
      : left * foreseen(place) + (1 - left) * foreseen(future.length + place),
  );
  return {
    expected,
    draw: (random) => {
      const origin = Math.floor(random() * origins.length);
      return expected.map(
        (value, place) => (value * (errors[origin * size + place] ?? 1)) / wideSmear,
      );
    },
  };
}

/**
 * By how much an error out of sample is wider than one in sample: a calendar month's mean of n years leaves (1 − 1/n) of
 * the variance inside and meets (1 + 1/n) of it outside.
 */
function outOfSample(months: number, hasSeason: boolean): number {
  const years = Math.max(1.6, hasSeason ? months / 12 : months);
  return Math.sqrt((years + 1) / (years - 1));
}

const mean = (values: Float64Array) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function businessTable(request: NewBusinessRequest, firstMs: number, months: number) {
  const { lives, originMs, groups, groupOf, periods } = request;
  const numberOf = new Map(groups.map((group, number) => [group, number]));
  const fresh = new Float64Array((months + 1) * groups.length * periods);
  const won = new Float64Array((months + 1) * groups.length);
  const start = monthStart(firstMs);
  for (const life of lives) {
    if (life.closedMs === null || life.closedMs >= originMs || life.outcome !== "won") continue;
    const group = numberOf.get(groupOf(life, life.closedMs)) ?? 0;
    const closed = monthsBetween(start, life.closedMs);
    const amount = wonAmount(life);
    won[closed * groups.length + group] = (won[closed * groups.length + group] ?? 0) + amount;
    // An origin counts where the deal was not there yet.
    for (let lead = 0; lead < periods && closed - lead >= 0; lead++) {
      if (life.createdMs < monthStart(start, closed - lead)) continue;
      const place = ((closed - lead) * groups.length + group) * periods + lead;
      fresh[place] = (fresh[place] ?? 0) + amount;
    }
  }
  const total = won.reduce((sum, value) => sum + value, 0);
  const floor = Math.max(1, (floorShare * total) / Math.max(1, months * groups.length));
  return {
    brought: (atMs: number, group: number, lead: number) =>
      Math.max(
        floor,
        fresh[(monthsBetween(start, atMs) * groups.length + group) * periods + lead] ?? 0,
      ),
    /** Mean month of the year before. */
    wonBefore: (atMs: number, group: number) => {
      const until = monthsBetween(start, atMs);
      const from = Math.max(0, until - 12);
      let sum = 0;
      for (let month = from; month < until; month++) sum += won[month * groups.length + group] ?? 0;
      return Math.max(floor, sum / Math.max(1, until - from));
    },
  };
}

/** The group of a deal by the team that had it. */
export function teamOf(life: DealLife, atMs: number): string {
  return stateAt(life, atMs)?.team ?? "";
}
