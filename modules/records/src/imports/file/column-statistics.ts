import { cutText } from "../../search/cut-text.ts";

/** What is in one column of a file. */
export interface ColumnStatistics {
  readonly name: string;
  /** The first different values. */
  readonly samples: readonly string[];
  /** Different values, counted up to 5,000. */
  readonly distinct: number;
  readonly empty: number;
  /** All values with how often they stand there; absent where there are more than 200. */
  readonly values?: Readonly<Record<string, number>>;
  readonly longest: number;
}

const mostSamples = 50;
const mostValues = 200;
const mostDistinct = 5_000;

/** Gathers statistics of columns row by row. */
export function columnCounter(columns: readonly string[]) {
  const states = columns.map((name) => ({
    name,
    counts: new Map<string, number>(),
    empty: 0,
    longest: 0,
  }));
  return {
    add(cells: readonly string[]): void {
      for (const [index, state] of states.entries()) {
        const cell = cells[index] ?? "";
        if (cell === "") {
          state.empty++;
          continue;
        }
        state.longest = Math.max(state.longest, cell.length);
        const count = state.counts.get(cell);
        if (count !== undefined || state.counts.size < mostDistinct) {
          state.counts.set(cell, (count ?? 0) + 1);
        }
      }
    },
    result(): readonly ColumnStatistics[] {
      return states.map(({ name, counts, empty, longest }) => ({
        name,
        samples: [...counts.keys()].slice(0, mostSamples).map((value) => cutText(value, 200)),
        distinct: counts.size,
        empty,
        longest,
        ...(counts.size <= mostValues ? { values: Object.fromEntries(counts) } : {}),
      }));
    },
  };
}
