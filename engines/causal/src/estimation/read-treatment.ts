import type { Column } from "@causeway/engine-learning";

/** The two values that an effect compares. */
export interface Contrast {
  readonly treated: string;
  readonly control: string;
}

/** How a level says that nothing was done: the other of two levels is then the treatment. */
const nothingDone =
  /^(?:(?:no|non|not|none|never|without|control|placebo|untreated|baseline|old|off|false)(?![a-z])|否|无|没|未|不|对照)/i;

/** Whole numbers with at most so many different values are levels, more are a dose. */
const mostLevels = 10;

/**
 * A treatment as 1 (treated), 0 (control) and NaN (neither or missing); or, for a number with many values, its dose. Without a
 * contrast the control is the one of two values that says so (“no mail”, “placebo”, “对照”), else the smaller. Throws RangeError where there are more than two levels and no contrast.
 */
export function readTreatment(
  column: Column,
  asked: Contrast | undefined,
): { readonly values: Float64Array; readonly contrast?: Contrast } {
  const { levels, levelOf } = levelsOf(column);
  if (!asked && isDose(column, levels)) {
    if (column.kind === "numeric") return { values: column.values };
  }
  if (!asked && levels.length > 2) {
    const shown = levels.slice(0, 5).join(", ");
    throw new RangeError(
      `Treatment “${column.name}” has ${levels.length} levels (${shown}${levels.length > 5 ? ", …" : ""}); a contrast must name two of them`,
    );
  }
  if (levels.length < 2)
    throw new RangeError(`Column “${column.name}” has the same value in every row`);
  const contrast = asked
    ? {
        treated: findLevel(column, levels, asked.treated),
        control: findLevel(column, levels, asked.control),
      }
    : naturalContrast(levels);
  if (contrast.treated === contrast.control)
    throw new RangeError("The contrast compares a level with itself");
  const values = Float64Array.from({ length: levelOf.length }, (_, row) => {
    const level = levelOf[row];
    if (level === contrast.treated) return 1;
    return level === contrast.control ? 0 : Number.NaN;
  });
  return { values, contrast };
}

function naturalContrast([first = "", second = ""]: readonly string[]): Contrast {
  const isSecondControl = nothingDone.test(second.trim()) && !nothingDone.test(first.trim());
  return isSecondControl
    ? { treated: first, control: second }
    : { treated: second, control: first };
}

function levelsOf(column: Column): {
  readonly levels: readonly string[];
  readonly levelOf: readonly (string | undefined)[];
} {
  if (column.kind === "categorical") {
    const levelOf = Array.from(column.codes, (code) => column.levels[code]);
    return { levels: column.levels.filter((level) => levelOf.includes(level)), levelOf };
  }
  const present = column.values.filter((value) => !Number.isNaN(value));
  const levels = [...new Set(present)].sort((a, b) => a - b).map(String);
  return {
    levels,
    levelOf: Array.from(column.values, (value) =>
      Number.isNaN(value) ? undefined : String(value),
    ),
  };
}

function isDose(column: Column, levels: readonly string[]): boolean {
  if (column.kind !== "numeric" || levels.length <= 2) return false;
  return levels.length > mostLevels || levels.some((level) => !Number.isInteger(Number(level)));
}

function findLevel(column: Column, levels: readonly string[], asked: string): string {
  const wanted =
    column.kind === "numeric" && asked.trim() !== "" && !Number.isNaN(Number(asked))
      ? String(Number(asked))
      : asked.trim();
  if (levels.includes(wanted)) return wanted;
  throw new RangeError(
    `Treatment “${column.name}” has no level “${asked}” (it has ${levels.slice(0, 10).join(", ")})`,
  );
}
