import { expect, test } from "vitest";
import { inputText, readInput } from "./field-input.ts";

test("readInput reads what inputText wrote", () => {
  const instant = "2026-11-18T06:20:00.000Z";
  expect(readInput("dateTime", inputText("dateTime", instant))).toBe(instant);
  expect(readInput("currency", inputText("currency", 2_860_000))).toBe(2_860_000);
  expect(readInput("text", inputText("text", null))).toBeNull();
});

test("readInput leaves what is no number for the server to refuse", () => {
  expect(readInput("number", "many")).toBe("many");
  expect(readInput("text", "  王砚 ")).toBe("王砚");
});
