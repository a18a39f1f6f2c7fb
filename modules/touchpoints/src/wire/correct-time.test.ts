import fc from "fast-check";
import { expect, it } from "vitest";
import { correctTime, readTime, undatedMonth } from "./correct-time.ts";

const at = (text: string) => new Date(text);
const receivedAt = at("2026-11-22T10:00:00.000Z");

it("correctTime() cancels a client clock that is wrong by any amount", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -3e11, max: 3e11 }),
      fc.integer({ min: 0, max: 86_400_000 }),
      (skewMs, waitedMs) => {
        const sentAt = new Date(receivedAt.getTime() + skewMs);
        const original = new Date(sentAt.getTime() - waitedMs);
        const { occurredAt, flag } = correctTime(original, sentAt, receivedAt);
        expect(occurredAt.getTime()).toBe(receivedAt.getTime() - waitedMs);
        expect(flag).toBeNull();
      },
    ),
  );
});

it("correctTime() keeps the month of the original timestamp, which a retry repeats", () => {
  const original = at("2026-10-31T23:59:59Z");
  const first = correctTime(original, at("2026-11-22T09:00:00Z"), receivedAt);
  const retry = correctTime(original, at("2026-11-22T11:00:00Z"), at("2026-11-22T12:00:00Z"));
  expect([first.originalMonth, retry.originalMonth]).toEqual(["2026-10-01", "2026-10-01"]);
});

it("correctTime() never lets an event happen after it became known", () => {
  expect(correctTime(at("2026-11-22T10:00:30Z"), null, receivedAt)).toEqual({
    occurredAt: receivedAt,
    originalMonth: "2026-11-01",
    flag: null,
  });
  expect(correctTime(at("2026-11-22T18:00:00Z"), null, receivedAt).flag).toBe("ahead");
});

it("correctTime() files impossible times under a month of their own and flags them", () => {
  for (const text of ["1970-01-01T00:00:05Z", "+099999-01-01T00:00:00Z", "2027-11-22T00:00:00Z"]) {
    expect(correctTime(at(text), null, receivedAt)).toEqual({
      occurredAt: receivedAt,
      originalMonth: undatedMonth,
      flag: "impossible",
    });
  }
  expect(correctTime(null, null, receivedAt).flag).toBe("missing");
});

it("readTime() reads ISO text with and without zone and epoch numbers, and nothing else", () => {
  expect(readTime("2026-11-22T10:00:00")).toEqual(receivedAt);
  expect(readTime("2026-11-22T18:00:00+08:00")).toEqual(receivedAt);
  expect(readTime(receivedAt.getTime())).toEqual(receivedAt);
  expect(readTime(receivedAt.getTime() / 1000)).toEqual(receivedAt);
  for (const value of ["soon", "12", "2026-13-45T00:00:00Z", Number.NaN, 1e300, {}, null, true]) {
    expect(readTime(value)).toBeNull();
  }
});
