import { purgedFolds } from "@causeway/engine-learning";
import { dayMs } from "../datasets/moments.ts";

/** What folds in the order of time need to know of the cases. */
export interface TimedCases {
  readonly target: Float64Array;
  readonly atMs: Float64Array;
  readonly firstMs: Float64Array;
  readonly resolvedMs: Float64Array;
  readonly horizonMs: number;
}

export interface TimeOrder {
  /** When the time that each outcome speaks of was over; no model learns from what reaches into what it is judged on. */
  readonly ends: Float64Array;
  readonly gapDays: number;
}

const leastFolds = 2;

/**
 * A gap of the whole horizon where the records reach far enough back for it: so the cases learned from are all of their time,
 * those decided late as well. Else (and where a case waits until it is over) whatever was decided by then. Undefined where
 * neither leaves anything to learn from.
 */
export function timeOrder(cases: TimedCases, folds: number): TimeOrder | undefined {
  const { atMs, resolvedMs, horizonMs } = cases;
  const decided = resolvedMs.map((time, row) => (Number.isNaN(time) ? (atMs[row] ?? 0) : time));
  const tried = [
    ...(Number.isFinite(horizonMs)
      ? [{ ends: atMs.map((time) => time + horizonMs), gapDays: Math.round(horizonMs / dayMs) }]
      : []),
    { ends: decided, gapDays: 0 },
  ];
  return tried.find(({ ends }) => usableFolds(cases, ends, folds) >= leastFolds);
}

function usableFolds({ target, firstMs }: TimedCases, ends: Float64Array, folds: number): number {
  return purgedFolds(firstMs, ends, folds).filter(({ train }) =>
    train.some((row) => target[row] !== target[train[0] ?? 0]),
  ).length;
}

/** Whether records come in over time: an import of one afternoon has no order worth the name. */
export function spreadsOverTime(firstMs: Float64Array, folds: number): boolean {
  return new Set(Array.from(firstMs, (time) => Math.floor(time / dayMs))).size >= 4 * folds;
}
