import { expect, it, vi } from "vitest";
import { sortKey } from "./pinyin-of.ts";
import { titleKeysOf } from "./title-keys.ts";

it.each([
  ["wang", "王芳"],
  ["wangf", "王芳"],
  ["wangfang", "王芳丽"],
  ["xian", "西安启衡"],
  ["xian", "咸亨"],
  ["王芳", "王芳丽"],
  ["曾", "曾小明"],
  ["ac", "Acme Holding"],
  ["lv", "吕布"],
  ["a&b", "A&B Tools"],
])("titleKeysOf(%s) begins the sort key of %s", (query, title) => {
  const key = sortKey(title, { isPerson: true });
  const keys = titleKeysOf(query, { isPerson: true });
  expect(keys.filter((each) => key.startsWith(each))).not.toEqual([]);
  expect(keys.length).toBeLessThanOrEqual(5);
});

it("titleKeysOf() stays short for letters that can be cut in very many ways", () => {
  const startedWith = titleKeysOf("xianxianxianxianxianxianxianxianxian", { isPerson: false });
  expect(startedWith.length).toBe(5);
  expect(titleKeysOf("bbbb", { isPerson: false })).toEqual(["bbbb"]);
});

it("titleKeysOf() tries no dead end twice, however many ways lead there", () => {
  const letters = `${"xian".repeat(14)}bb`;
  const tested = vi.spyOn(RegExp.prototype, "test");
  try {
    expect(titleKeysOf(letters, { isPerson: false })).toEqual([letters]);
    expect(tested.mock.calls.length).toBeLessThan(1_000);
  } finally {
    tested.mockRestore();
  }
});
