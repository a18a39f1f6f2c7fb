import { expect, test } from "vitest";
import { forEach } from "./record-actions.ts";

test("forEach returns what worked and never runs more than six at once", async () => {
  let running = 0;
  let most = 0;
  const ids = Array.from({ length: 20 }, (_, index) => String(index));
  const done = await forEach(ids, async (id) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    if (Number(id) % 5 === 0) throw new Error("refused");
  });
  expect(most).toBeLessThanOrEqual(6);
  expect(done).toHaveLength(16);
  expect(done).not.toContain("5");
});
