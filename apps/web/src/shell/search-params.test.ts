import { expect, test } from "vitest";
import { momentSearch, textSearch } from "./search-params.ts";
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

test("momentSearch reads what toISOString writes, and nothing else", () => {
  expect(momentSearch("2026-11-18T06:20:00.000Z")).toBe(Date.UTC(2026, 10, 18, 6, 20));
  expect(momentSearch(undefined)).toBeUndefined();
  expect(momentSearch("1795042549748")).toBeUndefined();
});
