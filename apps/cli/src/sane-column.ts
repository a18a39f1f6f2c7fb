import { type DateOrder, type InferredColumn, inferColumn } from "@causeway/engine-learning";
import { UsageError } from "./command.ts";

/** Beyond this, sums of squares leave the range of numbers. */
const most = 1e100;

/** A column of texts as what it holds, and what that was taken for. Throws `UsageError` where a number is too large to reckon with. */
export function saneColumn(
  name: string,
  texts: readonly string[],
  path: string,
  order?: DateOrder,
): InferredColumn {
  const found = inferColumn(name, texts, order);
  const { column } = found;
  if (column.kind === "numeric") {
    const row = column.values.findIndex((value) => Math.abs(value) > most);
    if (row >= 0) {
      throw new UsageError(
        `${path}: column “${name}” holds a number beyond ±1e100 in row ${row + 1}: “${texts[row] ?? ""}”`,
      );
    }
  }
  return found;
}
