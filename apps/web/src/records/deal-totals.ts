import type { Board } from "@causeway/platform-contract";

const closed = new Set(["won", "lost"]);

/** Count and total of a board's columns that are neither won nor lost. */
export function openDeals(board: Board): { readonly count: number; readonly total: number } {
  return board.columns
    .filter(({ value }) => value === null || !closed.has(value))
    .reduce(
      (sum, { count, total }) => ({ count: sum.count + count, total: sum.total + (total ?? 0) }),
      { count: 0, total: 0 },
    );
}
