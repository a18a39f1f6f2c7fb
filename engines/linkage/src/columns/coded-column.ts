/** A column as numbers: each distinct normal form once, and which of them each row has. */
export interface CodedColumn {
  readonly name: string;
  /** For each row of all tables in turn, the place of its value in `values`; -1 where it is missing. */
  readonly ids: Int32Array;
  readonly values: readonly string[];
  /** How many rows have each value. */
  readonly counts: Uint32Array;
  /** Rows that have a value. */
  readonly filled: number;
}

/** Codes the cells by the normal form that `normalise` gives; an empty form is missing. */
export function codeColumn(
  name: string,
  cells: readonly string[],
  normalise: (cell: string) => string,
): CodedColumn {
  const ids = new Int32Array(cells.length);
  const places = new Map<string, number>();
  const raw = new Map<string, number>();
  const values: string[] = [];
  const counts: number[] = [];
  let filled = 0;
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row] ?? "";
    let id = raw.get(cell);
    if (id === undefined) {
      const value = normalise(cell);
      id = value === "" ? -1 : (places.get(value) ?? -2);
      if (id === -2) {
        id = values.push(value) - 1;
        counts.push(0);
        places.set(value, id);
      }
      raw.set(cell, id);
    }
    ids[row] = id;
    if (id < 0) continue;
    counts[id] = (counts[id] ?? 0) + 1;
    filled++;
  }
  return { name, ids, values, counts: Uint32Array.from(counts), filled };
}
