const fewest = 50;
const most = 2_000;

export const firstChunkRows = 500;

/**
 * Rows of the next chunk by how many the last one had and how long it took: no transaction holds its locks for long, be
 * the machine fast or busy, its rows small or wide.
 */
export function nextChunkRows(rows: number, tookMs: number): number {
  if (tookMs > 800) return Math.max(fewest, Math.floor(rows / 2));
  return tookMs < 250 ? Math.min(most, rows * 2) : rows;
}
