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

test("inChunks tells how far it is, and stops between two chunks", async () => {
  const stopper = new AbortController();
  const seen: number[] = [];
  const done = await inChunks(
    Array.from({ length: 1_200 }, (_, index) => index),
    () => Promise.resolve(),
    {
      signal: stopper.signal,
      onProgress: (tried) => {
        seen.push(tried);
        if (tried === 1_000) stopper.abort();
      },
    },
  );
  expect(seen).toEqual([500, 1_000]);
  expect(done).toHaveLength(1_000);
});
