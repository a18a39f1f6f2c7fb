import { expect, it } from "vitest";
import { parseDuration } from "./parse-duration.ts";

it("parseDuration() reads minutes, hours and days, and nothing else", () => {
  expect(["30m", "24h", "7d"].map((text) => parseDuration(text, "--every"))).toEqual([
    1_800, 86_400, 604_800,
  ]);
  for (const text of ["", "24", "h", "0h", "-1h", "1.5h", "1w", "25d", "99999d", "24h "]) {
    expect(() => parseDuration(text, "--every"), text).toThrow("--every is a time such as");
  }
});
