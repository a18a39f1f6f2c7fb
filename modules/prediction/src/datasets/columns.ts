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

/** The columns to learn from: those that vary, and texts whose values come back often enough to mean something. */
export function trainingDataset(
  features: readonly Feature[],
  cells: Cells,
  exclude: ReadonlySet<string>,
): Dataset {
  const columns = features
    .flatMap((feature, place) => (exclude.has(feature.name) ? [] : [{ feature, place }]))
    .map(({ feature, place }) => columnOf(feature, cells, place))
    .filter(isInformative);
  return createDataset(columns, cells.length);
}

function columnOf({ name, kind }: Feature, cells: Cells, place: number): Column {
  return kind === "numeric"
    ? numericColumn(
        name,
        cells.map((row) => numberOf(row[place])),
      )
    : categoricalColumn(
        name,
        cells.map((row) => levelOf(row[place])),
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
): Dataset {
  const places = new Map(features.map(({ name }, place) => [name, place]));
  const columns = shapes.map((shape): Column => {
    const place = places.get(shape.name);
    const read = cells.map((row) => (place === undefined ? null : (row[place] ?? null)));
    if (shape.kind === "numeric") return numericColumn(shape.name, read.map(numberOf));
    const codeOf = new Map(shape.levels.map((level, code) => [level, code]));
    const codes = Int32Array.from(read, (cell) => codeOf.get(levelOf(cell) ?? "") ?? -1);
    return { kind: "categorical", name: shape.name, codes, levels: shape.levels };
  });
  return createDataset(columns, cells.length);
}
