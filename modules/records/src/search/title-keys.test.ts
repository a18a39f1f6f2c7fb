import { expect, it } from "vitest";
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
