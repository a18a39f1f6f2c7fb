import type { SparseDesign } from "./sparse-design.ts";

/** The mean of every term over all rows. */
export function termMeans(design: SparseDesign): number[] {
  const sums = new Array<number>(design.terms).fill(0);
  for (let at = 0; at < design.indices.length; at++) {
    const index = design.indices[at] as number;
    sums[index] = (sums[index] as number) + (design.values[at] as number);
  }
  return sums.map((sum) => sum / Math.max(1, design.rows));
}
