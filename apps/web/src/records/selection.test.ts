import { expect, test } from "vitest";
import { keepKnown, noSelection, toggleRow } from "./selection.ts";

const order = ["a", "b", "c", "d"];

test("toggleRow takes a row in and out", () => {
  const one = toggleRow(noSelection, "b", false, order);
  expect([...one.ids]).toEqual(["b"]);
  expect([...toggleRow(one, "b", false, order).ids]).toEqual([]);
});

test("toggleRow with shift takes everything from the anchor, in either direction", () => {
  const down = toggleRow(toggleRow(noSelection, "b", false, order), "d", true, order);
  expect([...down.ids]).toEqual(["b", "c", "d"]);
  const up = toggleRow(toggleRow(noSelection, "c", false, order), "a", true, order);
  expect([...up.ids].sort()).toEqual(["a", "b", "c"]);
});

test("keepKnown forgets rows that are gone", () => {
  const two = toggleRow(toggleRow(noSelection, "a", false, order), "d", false, order);
  expect([...keepKnown(two, ["d"]).ids]).toEqual(["d"]);
  expect(keepKnown(two, order)).toBe(two);
});

test("keepKnown leaves a choice of all that match alone, also after one of them is taken out", () => {
  const all = { ids: new Set(["a", "b", "far"]), anchor: null, beyondLoaded: true } as const;
  const fewer = toggleRow(all, "a", false, ["a", "b"]);
  expect([...keepKnown(fewer, ["a", "b"]).ids]).toEqual(["b", "far"]);
});
