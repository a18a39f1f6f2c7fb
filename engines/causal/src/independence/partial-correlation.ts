/** A variance below this, of variables scaled to one, is none: the variable follows from the others. */
export const collinear = 1e-10;

/**
 * Partial correlations from a correlation matrix (row-major, size × size; zeros for a constant): by hand for up to two conditioning
 * variables, by elimination in one reused buffer for more (Anderson 2003, section 2.5). A conditioning variable that
 * follows from those before it adds nothing; where x or y follows from them, the result is 0.
 */
export function partialCorrelator(
  matrix: Float64Array,
  size: number,
): (x: number, y: number, given: readonly number[]) => number {
  const at = (a: number, b: number) => matrix[a * size + b] as number;
  const eliminate = eliminator(at);
  return (x, y, given) => {
    const direct = at(x, y);
    if (given.length === 0) return direct;
    if (given.length > 2) return eliminate(x, y, given);
    const first = given[0] as number;
    const [xFirst, yFirst] = [at(x, first), at(y, first)];
    const xx = 1 - xFirst * xFirst;
    const yy = 1 - yFirst * yFirst;
    const xy = direct - xFirst * yFirst;
    const second = given[1];
    if (second === undefined) return scaled(xy, xx, yy);
    const between = at(first, second);
    const rest = 1 - between * between;
    if (rest < collinear) return scaled(xy, xx, yy);
    const xSecond = at(x, second) - xFirst * between;
    const ySecond = at(y, second) - yFirst * between;
    return scaled(
      xy - (xSecond * ySecond) / rest,
      xx - (xSecond * xSecond) / rest,
      yy - (ySecond * ySecond) / rest,
    );
  };
}

function scaled(xy: number, xx: number, yy: number): number {
  return xx < collinear || yy < collinear ? 0 : xy / Math.sqrt(xx * yy);
}

type Entry = (a: number, b: number) => number;

function eliminator(at: Entry): (x: number, y: number, given: readonly number[]) => number {
  let work = new Float64Array(64);
  return (x, y, given) => {
    const order = given.length + 2;
    if (work.length < order * order) work = new Float64Array(order * order);
    const variable = (place: number) =>
      place < given.length ? (given[place] as number) : place === given.length ? x : y;
    for (let row = 0; row < order; row++) {
      for (let column = 0; column <= row; column++)
        work[row * order + column] = at(variable(row), variable(column));
    }
    for (let pivot = 0; pivot < given.length; pivot++) reduceBy(work, order, pivot);
    const [last, before] = [order - 1, order - 2];
    return scaled(
      work[last * order + before] as number,
      work[before * order + before] as number,
      work[last * order + last] as number,
    );
  };
}

/** Takes the part that follows from one variable out of the lower triangle of those after it. */
function reduceBy(work: Float64Array, order: number, pivot: number): void {
  const diagonal = work[pivot * order + pivot] as number;
  if (diagonal < collinear) return;
  for (let row = pivot + 1; row < order; row++) {
    const factor = (work[row * order + pivot] as number) / diagonal;
    for (let column = pivot + 1; column <= row; column++) {
      const index = row * order + column;
      work[index] = (work[index] as number) - factor * (work[column * order + pivot] as number);
    }
  }
}
