import type { Locale, Score } from "@causeway/platform-contract";
import { formatMoney, formatPercent, formatRange } from "../format/numbers.ts";

type Value = Pick<Score, "task" | "value">;

/** A number of any size in few digits: `286 万`, `2.86M`. */
export function formatAmount(value: number, locale: Locale): string {
  return formatMoney(value, locale).replace("¥", "");
}

/** What a prediction says: a whole percent, or a number in few digits. */
export function formatScore({ task, value }: Value, locale: Locale): string {
  return task === "binary" ? formatPercent(value) : formatAmount(value, locale);
}

/** The 90 % interval of a score. */
export function formatScoreRange(
  { task, low, high }: Pick<Score, "task" | "low" | "high">,
  locale: Locale,
): string {
  return task === "binary"
    ? formatRange(low, high)
    : `${formatAmount(low, locale)}–${formatAmount(high, locale)}`;
}

/** Both ends of a ruler that holds a score and what it is compared with. */
export function scaleOf({
  task,
  low,
  high,
  baseRate,
}: Pick<Score, "task" | "low" | "high" | "baseRate">): readonly [number, number] {
  if (task === "binary") return [0, 1];
  const [from, to] = [Math.min(low, baseRate, 0), Math.max(high, baseRate)];
  return [from, to > from ? to : from + 1];
}
