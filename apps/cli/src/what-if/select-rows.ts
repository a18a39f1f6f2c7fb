import { UsageError } from "../command.ts";
import type { TextTable } from "../read-table.ts";
import type { Comparison } from "./parse-where.ts";

/** The rows that meet every comparison: numbers as numbers where both sides are, else texts; blank cells meet none but !=. */
export function selectRows(
  table: TextTable,
  comparisons: readonly Comparison[],
): readonly number[] {
  const tests = comparisons.map((comparison) => {
    const cells = table.columns[table.names.indexOf(comparison.column)];
    if (!cells) {
      throw new UsageError(
        `--where: there is no column “${comparison.column}” (there are ${table.names.join(", ")})`,
      );
    }
    return (row: number) => holds((cells[row] ?? "").trim(), comparison);
  });
  const rows: number[] = [];
  for (let row = 0; row < table.rows; row++) if (tests.every((test) => test(row))) rows.push(row);
  if (rows.length === 0) throw new UsageError("--where: no row meets the condition");
  return rows;
}

function holds(cell: string, { operator, values }: Comparison): boolean {
  const [value = ""] = values;
  if (operator === "in") return values.some((one) => compare(cell, one) === 0);
  const order = compare(cell, value);
  if (operator === "=") return order === 0;
  if (operator === "!=") return order !== 0;
  if (cell === "") return false;
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

function compare(cell: string, value: string): number {
  const [left, right] = [Number(cell), Number(value)];
  const areNumbers = cell !== "" && value !== "" && !Number.isNaN(left) && !Number.isNaN(right);
  if (areNumbers) return left - right;
  if (cell === value) return 0;
  return cell < value ? -1 : 1;
}
