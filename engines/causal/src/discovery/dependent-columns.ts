/**
 * Columns that follow linearly from those before them, each with those it follows from: elimination in the given order
 * on a correlation matrix (row-major, size × size). O(size³).
 */
export function dependentColumns(
  matrix: Float64Array,
  size: number,
): readonly (readonly [number, readonly number[]])[] {
  const factor = new Float64Array(startOf(size));
  const kept: number[] = [];
  const found: (readonly [number, readonly number[]])[] = [];
  for (let column = 0; column < size; column++) {
    let rest = matrix[column * size + column] as number;
    for (const [place, earlier] of kept.entries()) {
      let sum = matrix[column * size + earlier] as number;
      for (let inner = 0; inner < place; inner++) {
        sum -=
          (factor[startOf(column) + inner] as number) *
          (factor[startOf(earlier) + inner] as number);
      }
      const entry = sum / (factor[startOf(earlier) + place] as number);
      factor[startOf(column) + place] = entry;
      rest -= entry * entry;
    }
    if (rest > 1e-9) {
      factor[startOf(column) + kept.length] = Math.sqrt(rest);
      kept.push(column);
    } else found.push([column, sources(factor, kept, column)]);
  }
  return found;
}

/** Where a row of a lower triangle begins. */
const startOf = (row: number) => (row * (row + 1)) / 2;

/** The kept columns with a coefficient other than zero, by back substitution. */
function sources(factor: Float64Array, kept: readonly number[], column: number): readonly number[] {
  const coefficients = new Float64Array(kept.length);
  for (let place = kept.length - 1; place >= 0; place--) {
    let sum = factor[startOf(column) + place] as number;
    for (let later = place + 1; later < kept.length; later++) {
      const row = kept[later] as number;
      sum -= (coefficients[later] as number) * (factor[startOf(row) + place] as number);
    }
    coefficients[place] = sum / (factor[startOf(kept[place] as number) + place] as number);
  }
  return kept.filter((_, place) => Math.abs(coefficients[place] as number) > 1e-4);
}
