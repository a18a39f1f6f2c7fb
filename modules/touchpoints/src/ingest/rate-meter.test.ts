import { expect, it } from "vitest";
import { createRateMeter } from "./rate-meter.ts";

it("createRateMeter() remembers a minute and no more, also when the clock jumps", () => {
  let at = Date.UTC(2026, 10, 25);
  const meter = createRateMeter(() => new Date(at));
  const after = (ms: number) => {
    at += ms;
    return meter.lastMinute();
  };
  meter.add(5);
  expect(after(30_000)).toBe(5);
  meter.add(7);
  expect(after(29_000)).toBe(12);
  expect(after(1_000)).toBe(7);
  expect(after(-3_600_000)).toBe(7);
  meter.add(1);
  expect(after(3_600_000)).toBe(8);
  expect(after(3_600_000)).toBe(0);
});
