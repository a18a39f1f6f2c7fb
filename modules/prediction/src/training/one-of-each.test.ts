import { expect, it } from "vitest";
import { oneOfEach } from "./one-of-each.ts";

it("oneOfEach() takes one case of each record, of every lead time in turn", () => {
  const record = Int32Array.from([0, 0, 0, 1, 1, 1, 2, 2, 2, 3]);
  expect([...oneOfEach(record)]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1, 1]);
  expect([...oneOfEach(new Int32Array(0))]).toEqual([]);
});
