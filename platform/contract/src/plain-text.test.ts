import { expect, it } from "vitest";
import { plainJsonObject } from "./plain-text.ts";

it("plainJsonObject() refuses NUL and lone surrogates in names and texts, and nothing that only looks like them", () => {
  const takes = (value: unknown) => plainJsonObject().safeParse(value).success;
  for (const value of [{ a: "x\0" }, { "k\0": 1 }, { a: [{ b: "\ud800" }] }, { a: "\\\0" }]) {
    expect(takes(value)).toBe(false);
  }
  for (const value of [{ a: "\\u0000" }, { a: "🚀" }, { a: "\\\\ud800" }, { a: null }]) {
    expect(takes(value)).toBe(true);
  }
});
