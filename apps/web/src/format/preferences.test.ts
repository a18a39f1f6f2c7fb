import { describe, expect, test } from "vitest";
import { readPreferences, writePreferences } from "./preferences.ts";

function memory(initial?: string) {
  let held = initial ?? null;
  return {
    getItem: () => held,
    setItem: (_key: string, value: string) => {
      held = value;
    },
  };
}

describe("readPreferences", () => {
  test("follows the language of the browser on a first visit", () => {
    expect(readPreferences(memory(), "zh-TW")).toEqual({ locale: "zh", theme: "system" });
    expect(readPreferences(memory(), "de-DE")).toEqual({ locale: "en", theme: "system" });
  });

  test("returns what was written", () => {
    const storage = memory();
    writePreferences(storage, { locale: "en", theme: "dark" });
    expect(readPreferences(storage, "zh-CN")).toEqual({ locale: "en", theme: "dark" });
  });

  test("survives a value that nobody wrote", () => {
    expect(readPreferences(memory("{broken"), "en")).toEqual({ locale: "en", theme: "system" });
    expect(readPreferences(memory('{"theme":7}'), "zh")).toEqual({ locale: "zh", theme: "system" });
  });
});
