import { expect, it } from "vitest";
import { findUnstorable, plainJsonObject, soughtText } from "./plain-text.ts";

it("plainJsonObject() refuses NUL and lone surrogates in names and texts, and nothing that only looks like them", () => {
  const takes = (value: unknown) => plainJsonObject().safeParse(value).success;
  for (const value of [{ a: "x\0" }, { "k\0": 1 }, { a: [{ b: "\ud800" }] }, { a: "\\\0" }]) {
    expect(takes(value)).toBe(false);
  }
  for (const value of [{ a: "\\u0000" }, { a: "🚀" }, { a: "\\\\ud800" }, { a: null }]) {
    expect(takes(value)).toBe(true);
  }
});

it("findUnstorable() names the place of a NUL or a lone surrogate, in a name or a text, however deep", () => {
  const deep = Array.from({ length: 20_000 }).reduce<unknown>((inner) => [inner], "\ud800");
  expect(findUnstorable(deep)).toHaveLength(20_000);
  expect(findUnstorable({ a: "🚀", b: [{ c: 1 }, { d: "x\0" }] })).toEqual(["b", 1, "d"]);
  expect(findUnstorable({ a: { "k\0": 1 } })).toEqual(["a"]);
  expect(findUnstorable("\0")).toEqual([]);
  expect(findUnstorable({ a: ["\\u0000", null, new Date(0)], "🚀": "\ud83d\ude80" })).toBeNull();
});

it("soughtText() leaves out what no stored text holds", () => {
  expect(soughtText(9).parse("a\0b\ud800")).toBe("ab\ufffd");
});
