import { setImmediate as othersTurn } from "node:timers/promises";
import {
  type Column,
  type ColumnShape,
  categoricalColumn,
  createDataset,
  type Dataset,
  numericColumn,
} from "@causeway/engine-learning";
import type { Cell, Feature } from "./feature.ts";

/** A table of cells: rows in the order of cases, columns in the order of features. */
export type Cells = readonly (readonly Cell[])[];

const mostLevels = 200;

/** Names of columns whose logarithm is learned from. */
export type Logged = ReadonlySet<string>;

/**
 * The columns to learn from: those that vary, and texts whose values come back often enough to mean something. Requests
 * are answered between two columns.
 */
export async function trainingDataset(
  features: readonly Feature[],
  cells: Cells,
  exclude: ReadonlySet<string>,
  logged: Logged,
): Promise<Dataset> {
  const columns: Column[] = [];
  for (const [place, feature] of features.entries()) {
    if (exclude.has(feature.name)) continue;
    const column = columnOf(feature, cells, place, logged);
    if (isInformative(column)) columns.push(column);
    await othersTurn();
  }
  return createDataset(columns, cells.length);
}

const leastSkewness = 2;

/**
 * Numbers that are never negative and have a long tail upwards, such as counts of visits and sizes of companies: a first
 * visit says more than the tenth, so a regression learns from their logarithms (trees do not care). Requests are answered
 * between two columns.
 */
export async function longTailed(features: readonly Feature[], cells: Cells): Promise<Logged> {
  const names = new Set<string>();
  for (const [place, { name, kind }] of features.entries()) {
    if (kind !== "numeric") continue;
    const values = cells.map((row) => numberOf(row[place])).filter((value) => value !== null);
    if (skewnessOf(values) > leastSkewness) names.add(name);
    await othersTurn();
  }
  return names;
}

/** The third standardised moment; 0 where a value is negative or all are alike. */
function skewnessOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [squares, cubes] = [0, 0];
  for (const value of values) {
    if (value < 0) return 0;
    squares += (value - mean) ** 2;
    cubes += (value - mean) ** 3;
  }
  const deviation = Math.sqrt(squares / values.length);
  return deviation > 0 ? cubes / values.length / deviation ** 3 : 0;
}

function columnOf(
  { name, kind }: Pick<Feature, "name" | "kind">,
  cells: Cells,
  place: number | undefined,
  logged: Logged,
): Column {
  const read = (row: readonly Cell[]) => (place === undefined ? null : row[place]);
  const scaled = (cell: Cell | undefined) => {
    const value = numberOf(cell);
    return value !== null && logged.has(name) ? Math.log1p(Math.max(0, value)) : value;
  };
  return kind === "numeric"
    ? numericColumn(
        name,
        cells.map((row) => scaled(read(row))),
      )
    : categoricalColumn(
        name,
        cells.map((row) => levelOf(read(row))),
      );
}

const numberOf = (cell: Cell | undefined) => (typeof cell === "number" ? cell : null);
const levelOf = (cell: Cell | undefined) =>
  cell === null || cell === undefined ? null : String(cell);

function isInformative(column: Column): boolean {
  if (column.kind === "numeric") {
    const [first] = column.values;
    return column.values.some((value) => !Object.is(value, first));
  }
  const filled = column.codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0);
  const levels = column.levels.length + (filled < column.codes.length ? 1 : 0);
  return levels > 1 && column.levels.length <= Math.min(mostLevels, filled / 3);
}

/** The columns that a model asks for; a feature that is no more counts as missing. */
export function scoringDataset(
  shapes: readonly ColumnShape[],
  features: readonly Feature[],
  cells: Cells,
  logged: Logged,
): Dataset {
  const places = new Map(features.map(({ name }, place) => [name, place]));
  const columns = shapes.map((shape): Column => {
    const place = places.get(shape.name);
    if (shape.kind === "numeric") return columnOf(shape, cells, place, logged);
    const codeOf = new Map(shape.levels.map((level, code) => [level, code]));
    const codes = Int32Array.from(cells, (row) => {
      const level = place === undefined ? null : levelOf(row[place]);
      return codeOf.get(level ?? "") ?? -1;
    });
    return { kind: "categorical", name: shape.name, codes, levels: shape.levels };
  });
  return createDataset(columns, cells.length);
}
