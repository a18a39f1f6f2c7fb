import type { Task } from "@causeway/engine-learning";
import { inferColumn } from "@causeway/engine-learning";
import { UsageError } from "./command.ts";

/** The outcome column as numbers; NaN where it is missing. */
export interface Outcome {
  readonly task: Task;
  readonly classes: readonly string[];
  readonly values: Float64Array;
}

const positiveWords = new Set(["yes", "y", "true", "t", "won", "win", "是", "赢单", "成交"]);
const mostClasses = 50;

/** Reads the outcome: two values are binary, up to 20 texts are classes, more numbers are a number; `asked` overrides. */
export function readOutcome(
  name: string,
  texts: readonly string[],
  asked: string | undefined,
): Outcome {
  const { column } = inferColumn(name, texts);
  const kind = asked ?? guessTask(column);
  if (kind === "regression") {
    if (column.kind !== "numeric") {
      throw new UsageError(`Column “${name}” holds texts; a regression needs numbers`);
    }
    const distinct = new Set(column.values.filter((value) => !Number.isNaN(value)));
    refuseOne(name, Array.from(distinct, String));
    return { task: { kind: "regression" }, classes: [], values: column.values };
  }
  if (kind !== "binary" && kind !== "multiclass") {
    throw new UsageError(`--task must be binary, multiclass or regression, not “${kind}”`);
  }
  const labels = texts.map((text) => text.trim());
  const isMissing = (row: number) =>
    column.kind === "numeric" ? Number.isNaN(column.values[row]) : (column.codes[row] ?? -1) < 0;
  const classes = orderClasses(labels.filter((_, row) => !isMissing(row)));
  checkClasses(name, kind, classes);
  const codes = new Map(classes.map((label, code) => [label, code]));
  const values = Float64Array.from(labels, (label, row) =>
    isMissing(row) ? Number.NaN : (codes.get(label) ?? Number.NaN),
  );
  const task: Task = kind === "binary" ? { kind } : { kind, classes: classes.length };
  return { task, classes, values };
}

function guessTask(column: ReturnType<typeof inferColumn>["column"]): string {
  const values: ArrayLike<number> = column.kind === "numeric" ? column.values : column.codes;
  const distinct = new Set(
    Array.from(values).filter(
      (value) => !(Number.isNaN(value) || (value < 0 && column.kind === "categorical")),
    ),
  );
  if (distinct.size <= 2) return "binary";
  return column.kind === "numeric" && distinct.size > 20 ? "regression" : "multiclass";
}

/** Class 1 of two is the one that says yes, or the greater number, or the rarer. */
function orderClasses(labels: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const isNumeric = [...counts.keys()].every((label) => !Number.isNaN(Number(label)));
  const weight = (label: string) => {
    if (positiveWords.has(label.toLowerCase())) return Number.POSITIVE_INFINITY;
    return isNumeric ? Number(label) : -(counts.get(label) ?? 0);
  };
  return [...counts.keys()].sort((a, b) => compare(weight(a), weight(b)) || (a < b ? -1 : 1));
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function checkClasses(
  name: string,
  kind: "binary" | "multiclass",
  classes: readonly string[],
): void {
  refuseOne(name, classes);
  if (kind === "binary" && classes.length > 2) {
    throw new UsageError(`Column “${name}” has ${classes.length} outcomes; binary needs two`);
  }
  if (classes.length > mostClasses) {
    throw new UsageError(
      `Column “${name}” has ${classes.length} classes; at most ${mostClasses} can be told apart`,
    );
  }
}

function refuseOne(name: string, outcomes: readonly string[]): void {
  const [only, second] = outcomes;
  if (only === undefined) throw new UsageError(`Column “${name}” holds no outcome at all`);
  if (second === undefined) {
    throw new UsageError(`Column “${name}” has one outcome only, “${only}”: nothing is to be told`);
  }
}
