import type { Board } from "@causeway/platform-contract";

const closed = new Set(["won", "lost"]);

/** Whether a stage is neither won nor lost. */
export function isOpen(stage: string | null): boolean {
  return stage === null || !closed.has(stage);
}

/** Count and total of a board's columns that are neither won nor lost. */
export function openDeals(board: Board): { readonly count: number; readonly total: number } {
  return board.columns
    .filter(({ value }) => isOpen(value))
    .reduce(
      (sum, { count, total }) => ({ count: sum.count + count, total: sum.total + (total ?? 0) }),
      { count: 0, total: 0 },
    );
}
