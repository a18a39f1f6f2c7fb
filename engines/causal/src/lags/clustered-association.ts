import { choleskyFactor, choleskySolve } from "@causeway/engine-statistics";

/**
 * z of the association of x with y given other columns, whole clusters being independent of each other but their rows not: the
 * score of x in a linear regression over the sum of its squares by cluster (Liang & Zeger 1986). `starts` holds the first row of
 * each cluster and the number of rows at its end. Positive where x raises y.
 */
export function clusteredAssociation(
  x: Float64Array,
  y: Float64Array,
  given: readonly Float64Array[],
  starts: readonly number[],
): number {
  const [left, right] = residuals([x, y], given);
  if (!left || !right) return 0;
  let [score, squares] = [0, 0];
  for (let cluster = 0; cluster + 1 < starts.length; cluster++) {
    let sum = 0;
    for (let row = starts[cluster] ?? 0; row < (starts[cluster + 1] ?? 0); row++)
      sum += (left[row] as number) * (right[row] as number);
    score += sum;
    squares += sum * sum;
  }
  return squares > 0 ? score / Math.sqrt(squares) : 0;
}

function residuals(
  targets: readonly Float64Array[],
  given: readonly Float64Array[],
): readonly Float64Array[] {
  if (given.length === 0) return targets;
  const size = given.length;
  const gram = new Float64Array(size * size);
  for (const [row, a] of given.entries()) {
    for (const [column, b] of given.slice(0, row + 1).entries()) {
      gram[row * size + column] = dot(a, b);
      gram[column * size + row] = gram[row * size + column] as number;
    }
  }
  // A touch of ridge keeps columns apart that say the same, and those that are zero.
  for (let place = 0; place < size; place++)
    gram[place * size + place] = (gram[place * size + place] as number) * (1 + 1e-9) + 1e-9;
  const factor = choleskyFactor(gram, size);
  if (!factor) return targets;
  return targets.map((target) => {
    const slopes = choleskySolve(
      factor,
      Float64Array.from(given, (column) => dot(column, target)),
    );
    const rest = Float64Array.from(target);
    for (const [place, column] of given.entries()) {
      const slope = slopes[place] as number;
      for (let row = 0; row < rest.length; row++)
        rest[row] = (rest[row] as number) - slope * (column[row] as number);
    }
    return rest;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row++) sum += (a[row] as number) * (b[row] as number);
  return sum;
}
