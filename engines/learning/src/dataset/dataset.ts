/** Numbers; NaN is a missing value. */
export interface NumericColumn {
  readonly kind: "numeric";
  readonly name: string;
  readonly values: Float64Array;
}

/** One of `levels`; code −1 is a missing value. */
export interface CategoricalColumn {
  readonly kind: "categorical";
  readonly name: string;
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

export type Column = NumericColumn | CategoricalColumn;

/** Columns of one length with distinct names: what every learner takes. */
export interface Dataset {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** Checks lengths and names once, so that learners can trust them. */
export function createDataset(columns: readonly Column[], rows?: number): Dataset {
  const length = rows ?? (columns[0] === undefined ? 0 : columnLength(columns[0]));
  const names = new Set<string>();
  for (const column of columns) {
    if (columnLength(column) !== length) {
      throw new RangeError(`Column ${column.name} has ${columnLength(column)} rows, not ${length}`);
    }
    if (names.has(column.name)) throw new RangeError(`Two columns are named ${column.name}`);
    names.add(column.name);
  }
  return { rows: length, columns };
}

function columnLength(column: Column): number {
  return column.kind === "numeric" ? column.values.length : column.codes.length;
}
