import type { Column, Dataset } from "./dataset.ts";

/** What a model remembers of a column it was trained on. */
export type ColumnShape =
  | { readonly kind: "numeric"; readonly name: string }
  | { readonly kind: "categorical"; readonly name: string; readonly levels: readonly string[] };

export function columnShape(column: Column): ColumnShape {
  return column.kind === "numeric"
    ? { kind: "numeric", name: column.name }
    : { kind: "categorical", name: column.name, levels: column.levels };
}

/**
 * The data set in a model's own columns, order and level codes. A level that training never saw counts as missing,
 * and so does a whole column that is absent. Throws RangeError where a column has the other kind.
 */
export function alignDataset(dataset: Dataset, shapes: readonly ColumnShape[]): Dataset {
  const byName = new Map(dataset.columns.map((column) => [column.name, column]));
  return {
    rows: dataset.rows,
    columns: shapes.map((shape) => alignColumn(byName.get(shape.name), shape, dataset.rows)),
  };
}

function alignColumn(column: Column | undefined, shape: ColumnShape, rows: number): Column {
  if (column === undefined) {
    return shape.kind === "numeric"
      ? { ...shape, values: new Float64Array(rows).fill(NaN) }
      : { ...shape, codes: new Int32Array(rows).fill(-1) };
  }
  if (column.kind === "numeric" && shape.kind === "numeric") return column;
  if (column.kind === "categorical" && shape.kind === "categorical") {
    if (column.levels === shape.levels) return column;
    const codeOf = new Map(shape.levels.map((level, code) => [level, code]));
    const recoded = column.levels.map((level) => codeOf.get(level) ?? -1);
    return { ...shape, codes: column.codes.map((code) => recoded[code] ?? -1) };
  }
  throw new RangeError(
    `Column ${shape.name} is ${column.kind}; the model learned it ${shape.kind}`,
  );
}
