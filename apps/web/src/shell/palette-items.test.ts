import { expect, test } from "vitest";
import { matchItems, moveCursor, type PaletteItem, recordItems } from "./palette-items.ts";

const items: readonly PaletteItem[] = [
  { key: "a", group: "pages", title: "商机", path: "/deals", words: ["Deals", "shangji"] },
  { key: "b", group: "actions", title: "新建公司", path: "/new", words: ["New account"] },
];

test("matchItems finds by any of an item's words, in any order", () => {
  expect(matchItems(items, "deal").map(({ key }) => key)).toEqual(["a"]);
  expect(matchItems(items, "account new").map(({ key }) => key)).toEqual(["b"]);
  expect(matchItems(items, "").length).toBe(2);
  expect(matchItems(items, "nothing")).toEqual([]);
});

test("recordItems opens the record and names its object", () => {
  expect(
    recordItems(
      { hits: [{ object: "lead", id: "7", title: "王砚", detail: "恒砺精机" }] },
      "w1",
      () => "线索",
    ),
  ).toEqual([
    {
      key: "lead/7",
      group: "records",
      title: "王砚",
      detail: "线索 · 恒砺精机",
      path: "/w/w1/records/lead/7",
    },
  ]);
});

test("moveCursor goes round at both ends", () => {
  expect([moveCursor(0, -1, 3), moveCursor(2, 1, 3), moveCursor(0, 1, 0)]).toEqual([2, 0, 0]);
});
