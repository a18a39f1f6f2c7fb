import { expect, it } from "vitest";
import { createListUse } from "./list-use.ts";

it("createListUse() notices the third slow list of a shape, and begins anew after it", () => {
  const use = createListUse({ slowMs: 50, times: 3 });
  const notes = (shape: string, ...took: number[]) => took.map((ms) => use.note(shape, ms));
  expect(notes("a", 80, 10, 80, 49, 80)).toEqual([false, false, false, false, true]);
  expect(notes("a", 80, 80)).toEqual([false, false]);
  expect(notes("b", 80)).toEqual([false]);
  expect(notes("c", 300)).toEqual([true]);
});
