import type { Dataset } from "../dataset/dataset.ts";
import { selectRows } from "../dataset/select-rows.ts";
import { fitRecipe, type Recipe } from "../evaluate/fit-recipe.ts";
import type { Predictor } from "../model/predictor.ts";
import { expandPeriods, withPeriodLevel } from "./expand-periods.ts";
import type { SurvivalOptions, SurvivalSpans } from "./train-survival.ts";

export type HazardOptions = Pick<SurvivalOptions, "random" | "time" | "monotone" | "onProgress"> & {
  readonly rows: Uint32Array;
  /** What came later is not looked at, on the scale of `time`. */
  readonly until?: number;
};

/** Fits the hazard of the end in each period on some subjects, as they were seen until a moment. */
export function fitHazard(
  recipe: Recipe,
  dataset: Dataset,
  spans: SurvivalSpans,
  { rows, until, random, time, monotone, onProgress }: HazardOptions,
): Predictor {
  const seenOf = (row: number) => {
    const periods = spans.periods[row] as number;
    if (until === undefined || time === undefined) return periods;
    const passed = Math.floor((until - (time.starts[row] as number)) / time.periodLength);
    return Math.min(periods, passed);
  };
  const seen = rows.filter((row) => seenOf(row) >= 1);
  if (seen.length === 0) throw new RangeError("No subject was seen for a whole period");
  const periods = Int32Array.from(seen, seenOf);
  const events = Float64Array.from(seen, (row) =>
    seenOf(row) === spans.periods[row] ? (spans.events[row] as number) : 0,
  );
  const subjects = selectRows(dataset, seen);
  const expanded = expandPeriods(subjects, periods, events);
  const learned =
    recipe === "logistic"
      ? withPeriodLevel(selectRows(subjects, expanded.rows), expanded.numbers, spans.horizon)
      : expanded.dataset;
  // Ordered by when a period was over, so that boosting tunes itself on the latest ones.
  const times =
    time &&
    Float64Array.from(
      expanded.rows,
      (row, place) =>
        (time.starts[seen[row] as number] as number) +
        time.periodLength * (expanded.numbers[place] as number),
    );
  return fitRecipe(recipe, { kind: "binary" }, learned, expanded.target, {
    random,
    ...(times && { times }),
    ...(monotone && { monotone }),
    onRound: () => onProgress?.(Number.NaN) !== false,
  });
}
