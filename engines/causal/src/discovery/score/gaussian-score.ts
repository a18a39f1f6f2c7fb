import type { CovarianceSource } from "../../data/covariance-source.ts";
import { collinear } from "../../independence/partial-correlation.ts";
import type { LocalScore } from "./local-score.ts";

/**
 * BIC of a linear Gaussian equation: −½ n ln|residual covariance| less ½ ln n for every coefficient (Schwarz 1978); a category
 * stands for its indicators (degenerate Gaussian score: Andrews, Ramsey & Cooper 2019). Dimensions that follow from
 * others count for nothing; of the rows of a bootstrap sample the share `information` counts. The columns must be complete.
 */
export function gaussianScore(source: CovarianceSource, information: number): LocalScore {
  return (node, parents) => {
    const { matrix, rows } = source.correlation([...parents, node]);
    const own = source.dimensions[node] ?? 1;
    const given = parents.reduce((sum, parent) => sum + (source.dimensions[parent] ?? 1), 0);
    const fit = residualLogDeterminant(matrix, given, own);
    return -(rows / 2) * fit - (Math.log(Math.max(2, rows * information)) / 2) * own * given;
  };
}

/** ln of the determinant of what the first dimensions leave of the rest, by elimination in place. */
function residualLogDeterminant(matrix: Float64Array, given: number, own: number): number {
  const size = given + own;
  const work = Float64Array.from(matrix);
  let value = 0;
  for (let pivot = 0; pivot < size; pivot++) {
    const diagonal = work[pivot * size + pivot] as number;
    if (diagonal < collinear) continue;
    if (pivot >= given) value += Math.log(diagonal);
    for (let row = pivot + 1; row < size; row++) {
      const factor = (work[row * size + pivot] as number) / diagonal;
      if (factor === 0) continue;
      for (let column = pivot + 1; column < size; column++) {
        const index = row * size + column;
        work[index] = (work[index] as number) - factor * (work[pivot * size + column] as number);
      }
    }
  }
  return value;
}
