import type { PatternSource, Patterns } from "./pattern-source.ts";

/** Weights of all rows for a question about some columns, and how many equal rows these tell as much as. */
export type RowWeights = (
  columns: readonly number[],
) => { readonly weights: Float64Array; readonly rows: number } | undefined;

/** A row of average weight counts as so many, so that rounding to whole rows does not matter. */
export const rowsInOne = 64;

/**
 * A source whose rows are weighed anew for each question: `weigh` gives weights of all rows and how many equal rows these tell as
 * much as, or undefined where the source itself answers. Counts are `rowsInOne` times too large.
 */
export function weighedPatterns(all: PatternSource, weigh: RowWeights): PatternSource {
  return {
    ...all,
    // Each row's weight is rounded, so all of them may exceed what was weighed.
    rows: (rowsInOne + 1) * all.rows,
    patterns(columns): Patterns {
      const patterns = all.patterns(columns);
      const weighed = weigh(columns);
      const weights = new Int32Array(patterns.count);
      const total = weighed?.weights.reduce((sum, weight) => sum + weight, 0) ?? 0;
      const scale = weighed && total > 0 ? (rowsInOne * weighed.rows) / total : 0;
      for (let row = 0; row < weights.length; row++)
        weights[row] = weighed
          ? Math.round(scale * (weighed.weights[row] as number))
          : rowsInOne * (patterns.weights?.[row] ?? 1);
      return { ...patterns, weights };
    },
  };
}
