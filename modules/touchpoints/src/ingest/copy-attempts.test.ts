import { expect, it } from "vitest";
import { createCopyAttempts } from "./copy-attempts.ts";

it("createCopyAttempts() waits twice as long after each failure in a row, up to a limit", () => {
  const attempts = createCopyAttempts();
  const transactionsUntilNext = () => {
    let count = 0;
    while (!attempts.isWorthIt()) count++;
    return count;
  };
  expect(transactionsUntilNext()).toBe(0);
  const pauses = Array.from({ length: 9 }, () => {
    attempts.failed();
    return transactionsUntilNext();
  });
  expect(pauses).toEqual([16, 32, 64, 128, 256, 512, 1024, 1024, 1024]);
  attempts.succeeded();
  expect(transactionsUntilNext()).toBe(0);
  attempts.failed();
  expect(transactionsUntilNext()).toBe(16);
});
