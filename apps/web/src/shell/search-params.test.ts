import { expect, test } from "vitest";
import { textSearch } from "./search-params.ts";
import { changedSearch } from "./use-search-change.ts";

test("textSearch keeps the named texts and drops the rest", () => {
  const read = textSearch("tab", "task");
  expect(read({ tab: "done", task: 42, other: "x" })).toEqual({ tab: "done", task: "42" });
  expect(read({ tab: "", task: { a: 1 } })).toEqual({});
});

test("changedSearch sets, keeps and takes away", () => {
  expect(changedSearch({ a: 1, b: 2 }, { b: undefined, c: 3, d: null })).toEqual({
    a: 1,
    c: 3,
    d: null,
  });
});
