import type { Estimate } from "./effect-problem.ts";

/**
 * An estimate whose error is that of the mean of its influence values (van der Vaart 1998, section 20.1); with
 * clusters, of the mean of their sums (Liang & Zeger 1986), with the usual small-sample factor G / (G − 1).
 */
export function estimateFromInfluence(
  estimate: number,
  influence: Float64Array,
  clusters: Int32Array | undefined,
): Estimate {
  const rows = influence.length;
  const sums = clusters ? clusterSums(influence, clusters) : influence;
  const mean = total(influence) / sums.length;
  let squares = 0;
  for (const value of sums) squares += (value - mean) ** 2;
  const groups = sums.length;
  const standardError =
    groups < 2 ? Number.POSITIVE_INFINITY : Math.sqrt((squares * groups) / (groups - 1)) / rows;
  return { estimate, standardError, influence };
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

function clusterSums(influence: Float64Array, clusters: Int32Array): Float64Array {
  const sums = new Map<number, number>();
  for (const [row, value] of influence.entries()) {
    const cluster = clusters[row] as number;
    sums.set(cluster, (sums.get(cluster) ?? 0) + value);
  }
  return Float64Array.from(sums.values());
}
