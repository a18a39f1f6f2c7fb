import { assignBins, learnColumnBins } from "../boosting/column-bins.ts";
import type { Column } from "../dataset/dataset.ts";

/**
 * Population stability index of one column between a base and a later population: Σ (q − p)·ln(q / p) over ten bins of the
 * base (or its levels), missing values as a bin of their own. Below 0.1 stable, above 0.25 moved. Half a row is added to every bin.
 * Sources: Kullback & Leibler, Annals of Mathematical Statistics 22 (1951, the symmetric divergence); Siddiqi, Credit Risk Scorecards (2006).
 */
export function populationStability(base: Column, later: Column): number {
  const bins = learnColumnBins(base, 11);
  const [p, q] = [shares(base, bins), shares(later, bins)];
  return p.reduce((sum, share, bin) => {
    const other = q[bin] ?? share;
    return sum + (other - share) * Math.log(other / share);
  }, 0);
}

function shares(column: Column, bins: ReturnType<typeof learnColumnBins>): number[] {
  const counts = new Array<number>(bins.count).fill(0.5);
  const assigned = assignBins(column, bins);
  for (const bin of assigned) counts[bin] = (counts[bin] ?? 0) + 1;
  const total = assigned.length + bins.count / 2;
  return counts.map((count) => count / total);
}
