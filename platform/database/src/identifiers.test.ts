import { expect, it } from "vitest";
import { quoteIdentifier, quoteLiteral } from "./identifiers.ts";

it("quoteIdentifier() doubles quotes and refuses what PostgreSQL would cut off", () => {
  expect(quoteIdentifier('a"b')).toBe('"a""b"');
  expect(() => quoteIdentifier("客".repeat(22))).toThrow(TypeError);
  expect(() => quoteIdentifier("")).toThrow(TypeError);
});

it("quoteLiteral() survives quotes and backslashes", () => {
  expect(quoteLiteral("it's")).toBe("'it''s'");
  expect(quoteLiteral("a\\'b")).toBe(" E'a\\\\''b'");
  expect(() => quoteLiteral("a\0")).toThrow(TypeError);
});
