import { expect, test } from "vitest";
import { inChunks } from "./record-actions.ts";

test("inChunks returns what worked, chunk by chunk", async () => {
  const ids = Array.from({ length: 1_200 }, (_, index) => String(index));
  const sizes: number[] = [];
  const done = await inChunks(ids, (chunk) => {
    sizes.push(chunk.length);
    return chunk.includes("500") ? Promise.reject(new Error("refused")) : Promise.resolve();
  });
  expect(sizes).toEqual([500, 500, 200]);
  expect(done).toHaveLength(700);
  expect(done).not.toContain("500");
});
