import { expect, it } from "vitest";
import { createRateLimiter } from "./rate-limiter.ts";

it("createRateLimiter() lets a burst of max pass and then one per refill, for each key alone", () => {
  let nowMs = 0;
  const limiter = createRateLimiter({ max: 3, windowSeconds: 30 }, () => new Date(nowMs));
  expect([1, 2, 3].map(() => limiter.take("a"))).toEqual([0, 0, 0]);
  expect(limiter.take("a")).toBe(10);
  expect(limiter.take("b")).toBe(0);
  nowMs = 9_999;
  expect(limiter.take("a")).toBe(1);
  nowMs = 10_000;
  expect(limiter.take("a")).toBe(0);
  expect(limiter.take("a")).toBe(10);
});

it("createRateLimiter() locks nobody out when the clock is set back", () => {
  let nowMs = 10_000_000;
  const limiter = createRateLimiter({ max: 2, windowSeconds: 20 }, () => new Date(nowMs));
  expect(limiter.take("a")).toBe(0);
  nowMs = 0;
  expect(limiter.take("a")).toBe(0);
  expect(limiter.take("a")).toBe(10);
  nowMs = 10_000;
  expect(limiter.take("a")).toBe(0);
});
