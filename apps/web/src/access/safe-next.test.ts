import { expect, test } from "vitest";
import { safeNext } from "./safe-next.ts";

test("safeNext never leaves this site", () => {
  expect(safeNext("/w/1/deals?view=2")).toBe("/w/1/deals?view=2");
  expect(safeNext("//evil.example")).toBeUndefined();
  expect(safeNext("/\\evil.example")).toBeUndefined();
  expect(safeNext("https://evil.example")).toBeUndefined();
  expect(safeNext(undefined)).toBeUndefined();
});
