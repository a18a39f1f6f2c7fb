import { expect, it } from "vitest";
import { firstChunkRows, nextChunkRows } from "./next-chunk-rows.ts";

it("nextChunkRows() keeps chunks far below two seconds whatever a row costs", () => {
  for (const msPerRow of [0.01, 0.2, 1, 5, 15]) {
    let rows = firstChunkRows;
    for (let chunk = 0; chunk < 12; chunk++) rows = nextChunkRows(rows, rows * msPerRow);
    expect(rows * msPerRow).toBeLessThanOrEqual(800);
    expect(rows).toBeGreaterThanOrEqual(50);
    expect(rows).toBeLessThanOrEqual(2_000);
  }
});
