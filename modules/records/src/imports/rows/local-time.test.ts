import { expect, it } from "vitest";
import { instantInZone, statesOffset } from "./local-time.ts";

it("instantInZone() reads a clock of its zone, in summer and in winter", () => {
  const read = (shown: string, zone: string) =>
    instantInZone(`${shown}:00.000Z`, zone).slice(0, 16);
  expect(read("2025-06-30T09:30", "Asia/Shanghai")).toBe("2025-06-30T01:30");
  expect(read("2025-06-30T00:00", "Asia/Shanghai")).toBe("2025-06-29T16:00");
  expect(read("2025-06-30T09:30", "Asia/Kolkata")).toBe("2025-06-30T04:00");
  expect(read("2025-06-30T09:30", "Europe/Berlin")).toBe("2025-06-30T07:30");
  expect(read("2025-12-30T09:30", "Europe/Berlin")).toBe("2025-12-30T08:30");
  expect(read("2025-06-30T22:30", "America/New_York")).toBe("2025-07-01T02:30");
  expect(read("2025-06-30T09:30", "UTC")).toBe("2025-06-30T09:30");
});

it("instantInZone() reads the hours around a change of the clock", () => {
  const read = (shown: string) => instantInZone(`${shown}:00.000Z`, "Europe/Berlin").slice(11, 16);
  // On 30 March 2025 two o'clock is three o'clock, on 26 October three is two.
  expect(read("2025-03-30T01:30")).toBe("00:30");
  expect(read("2025-03-30T03:30")).toBe("01:30");
  expect(read("2025-10-26T01:30")).toBe("23:30");
  expect(read("2025-10-26T03:30")).toBe("02:30");
});

it("statesOffset() takes no day for an offset", () => {
  const stating = ["2025-06-30T09:30:00Z", "2025-06-30 9:30 +08:00", "2025/6/30 09:30:00.5-0500"];
  const silent = ["2025-06-30", "2025-06-30 09:30", "30.06.2025 9:30:15", "9:30"];
  expect(stating.map(statesOffset)).toEqual([true, true, true]);
  expect(silent.map(statesOffset)).toEqual([false, false, false, false]);
});
