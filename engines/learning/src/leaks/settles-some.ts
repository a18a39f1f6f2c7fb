import type { Column } from "../dataset/dataset.ts";
import { isFilled } from "../dataset/is-filled.ts";
import { sortedOrder } from "../metrics/sorted-order.ts";

/** Equal parts of a column's rows that are looked at one by one. */
const stretches = 20;
const mostLeft = 0.05;
/** Expected of the outcome that is all but absent: fewer may be missing by chance. */
const leastExpected = 7;

/**
 * Whether one outcome (0/1) all but vanishes in some stretch of the column's values, or at some level: what is written down
 * after the outcome rules it in or out somewhere, what comes before it mostly moves the odds.
 */
export function settlesSome(column: Column, target: Float64Array): boolean {
  const values: ArrayLike<number> = column.kind === "numeric" ? column.values : column.codes;
  const order = sortedOrder(Float64Array.from(values)).filter((row) => isFilled(column, row));
  const base = order.reduce((sum, row) => sum + (target[row] as number), 0) / order.length;
  const isAbsent = (found: number, share: number, rows: number) =>
    share * rows >= leastExpected && found <= mostLeft * share * rows;
  const size = column.kind === "numeric" ? order.length / stretches : 1;
  let [rows, positives] = [0, 0];
  for (let at = 0; at < order.length; at++) {
    rows++;
    positives += target[order[at] as number] as number;
    const isTied = values[order[at] as number] === values[order[at + 1] ?? -1];
    if (isTied || rows < size) continue;
    if (isAbsent(positives, base, rows) || isAbsent(rows - positives, 1 - base, rows)) return true;
    [rows, positives] = [0, 0];
  }
  return false;
}
