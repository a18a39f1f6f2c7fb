/** A column of codes 0 … levels.length − 1; −1 where the value is missing. */
export interface CategoricalColumn {
  readonly kind: "categorical";
  readonly name: string;
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

/** A column of numbers; NaN where the value is missing. */
export interface ContinuousColumn {
  readonly kind: "continuous";
  readonly name: string;
  readonly values: Float64Array;
}

export type Column = CategoricalColumn | ContinuousColumn;

/** Columns of one length; `weights` counts how often each row stands for (a bootstrap draws these, never the rows). */
export interface DataTable {
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly weights?: Float64Array;
}

/** Throws RangeError where columns differ in length or share a name, or a weight is no count. */
export function createTable(columns: readonly Column[], weights?: Float64Array): DataTable {
  const rows = columns[0] === undefined ? 0 : lengthOf(columns[0]);
  const names = new Set<string>();
  for (const column of columns) {
    if (lengthOf(column) !== rows) throw new RangeError(`Column ${column.name} has another length`);
    if (names.has(column.name)) throw new RangeError(`Column ${column.name} stands twice`);
    names.add(column.name);
  }
  if (weights && weights.length !== rows)
    throw new RangeError("There must be one weight for each row");
  if (weights?.some((weight) => !(Number.isInteger(weight) && weight >= 0)))
    throw new RangeError("A weight must be a whole number of rows");
  return weights ? { rows, columns, weights } : { rows, columns };
}

export const lengthOf = (column: Column): number =>
  column.kind === "categorical" ? column.codes.length : column.values.length;
