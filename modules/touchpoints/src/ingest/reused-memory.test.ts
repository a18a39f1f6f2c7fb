import { expect, it } from "vitest";
import { createReusedMemory, type Memory } from "./reused-memory.ts";

/** Where it lies. */
function placeOf(bytes: Buffer): unknown {
  return bytes.buffer;
}

it("lend() gives the memory of a task that has ended, well or not, to the next", async () => {
  const reused = createReusedMemory();
  const first = await reused.lend(async (memory) => placeOf(memory.take(10)));
  let second: unknown;
  const failed = reused.lend(async (memory) => {
    second = placeOf(memory.take(10));
    throw new Error("refused");
  });
  await expect(failed).rejects.toThrow("refused");
  const third = await reused.lend(async (memory) => placeOf(memory.take(10)));
  expect([second, third]).toEqual([first, first]);
  expect(second === first && third === first).toBe(true);
});

it("lend() never gives two tasks at work, or two takers of one, the same bytes", async () => {
  const reused = createReusedMemory();
  const fill = (memory: Memory, bytes: number, value: number) => memory.take(bytes).fill(value);
  await reused.lend(async (outer) => {
    const taken = [fill(outer, 100, 1), fill(outer, 300_000, 2), fill(outer, 300_000, 3)];
    await reused.lend(async (inner) => void fill(inner, 500_000, 4));
    expect(taken.map((bytes) => new Set(bytes).size)).toEqual([1, 1, 1]);
    expect(taken.map((bytes) => bytes[0])).toEqual([1, 2, 3]);
  });
});

it("lend() does not keep what one very large task took", async () => {
  const reused = createReusedMemory();
  const large = await reused.lend(async (memory) => placeOf(memory.take(5_000_000)));
  const next = await reused.lend(async (memory) => placeOf(memory.take(10)));
  expect(next === large).toBe(false);
});
