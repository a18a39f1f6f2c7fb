import type { Random } from "@causeway/kernel";
import type { MonotoneColumns } from "./fit-monotone-linear.ts";

export interface FitOptions {
  readonly random: Random;
  /** Ascending numbers, one per row: models then tune themselves on the latest rows. */
  readonly times?: Float64Array;
  /** Holds for numeric columns, whatever the recipe; of several classes no recipe but boosting heeds it. */
  readonly monotone?: MonotoneColumns;
  /** Called after every round of boosting; false cancels with a RangeError. */
  readonly onRound?: () => boolean;
}
