import { expect, it } from "vitest";
import { preferredLocale } from "./preferred-locale.ts";

it.each([
  [null, "en"],
  ["zh-CN,zh;q=0.9,en;q=0.8", "zh"],
  ["en-GB;q=0.4, zh-TW;q=0.6", "zh"],
  ["fr, de;q=0.9", "en"],
  ["zh;q=0, en;q=0.1", "en"],
])("preferredLocale(%o) is %s", (header, locale) => {
  expect(preferredLocale(header)).toBe(locale);
});
