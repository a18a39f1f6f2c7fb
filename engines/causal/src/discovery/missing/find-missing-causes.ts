import type { Column, DataTable } from "../../data/table.ts";
import type { IndependenceTest } from "../../independence/independence-test.ts";
import { combinations } from "../combinations.ts";
import type { DataNote } from "../prepare-table.ts";

/** For columns with gaps, by their places, the columns on which being missing hangs. */
export type MissingCauses = ReadonlyMap<number, readonly number[]>;

/** Fewer gaps, or fewer values, than this tell nothing of what they hang on. */
const leastGaps = 20;
/** Stricter than a usual level: a cause that is none costs rows in every test. */
const level = 0.01;
const deepest = 3;

/**
 * For each column with gaps the columns on which being missing hangs directly (Tu et al. 2019, "Causal discovery in the presence of
 * missing data", step 2): those that no set of the others separates from the indicator "is missing", tested on rows in which the
 * columns at hand are known. A column's own value cannot be among them: that can never be seen. `ask` makes a test with this level.
 */
export function findMissingCauses(
  table: DataTable,
  ask: (table: DataTable, alpha: number) => IndependenceTest,
): MissingCauses {
  const gaps = table.columns.map((column) => gapsOf(column, table.rows));
  const withGaps = [...gaps.keys()].filter((place) => isTelling(gaps[place], table.rows));
  const causes = new Map<number, readonly number[]>();
  if (withGaps.length === 0) return causes;
  const indicators = withGaps.map((place) =>
    indicatorOf(table.columns[place] as Column, gaps[place] as Uint8Array),
  );
  const test = ask({ ...table, columns: [...table.columns, ...indicators] }, level);
  for (const [place, column] of withGaps.entries()) {
    const indicator = table.columns.length + place;
    const others = [...table.columns.keys()].filter((other) => other !== column);
    const found = adjacentTo(test, indicator, others);
    if (found.length > 0) causes.set(column, found);
  }
  return causes;
}

/** PC-stable for a node that causes nothing: what stays dependent whatever of the others is given. */
function adjacentTo(
  test: IndependenceTest,
  node: number,
  others: readonly number[],
): readonly number[] {
  let left = others;
  for (let depth = 0; depth <= deepest && left.length > depth; depth++) {
    const frozen = left;
    left = frozen.filter((other) => {
      const rest = frozen.filter((each) => each !== other);
      const ask = test.pair(other, node, rest);
      for (const given of combinations(rest, depth))
        if (ask(given).outcome !== "dependent") return false;
      return true;
    });
  }
  return left;
}

/** What being missing hangs on for any of these columns. */
export function causesOf(causes: MissingCauses, variables: readonly number[]): readonly number[] {
  return [...new Set(variables.flatMap((variable) => causes.get(variable) ?? []))];
}

export const isGap = (column: Column, row: number) =>
  column.kind === "categorical"
    ? (column.codes[row] as number) < 0
    : Number.isNaN(column.values[row]);

function gapsOf(column: Column, rows: number): Uint8Array {
  const gaps = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) gaps[row] = Number(isGap(column, row));
  return gaps;
}

function isTelling(gaps: Uint8Array | undefined, rows: number): boolean {
  const count = (gaps ?? new Uint8Array()).reduce((sum, gap) => sum + gap, 0);
  return count >= leastGaps && rows - count >= leastGaps;
}

/** Of the kind of its column, so that the same test takes it. */
function indicatorOf(column: Column, gaps: Uint8Array): Column {
  const name = `${column.name} is missing`;
  return column.kind === "categorical"
    ? { kind: "categorical", name, levels: ["known", "missing"], codes: Int32Array.from(gaps) }
    : { kind: "continuous", name, values: Float64Array.from(gaps) };
}

/** Tells people what was found, and what it rests on. */
export function missingNotes(names: readonly string[], causes: MissingCauses): readonly DataNote[] {
  return [...causes].map(([column, on]) => {
    const [name, others] = [names[column] ?? "", on.map((other) => names[other] ?? "")];
    return {
      code: "missing-cause",
      columns: [name, ...others],
      en: `whether ${name} is missing hangs on ${others.join(", ")}; complete rows are weighed to stand for all, which cannot undo what its own value or something unseen does`,
      zh: `${name} 是否缺失取决于 ${others.join("、")}；已对完整的行加权以代表全部，但由其自身取值或未观测因素造成的缺失无法纠正`,
    };
  });
}
