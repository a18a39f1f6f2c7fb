import { expect, test } from "vitest";
import { customersSearch } from "./customers-search.ts";

test("customersSearch keeps what it understands", () => {
  const search = {
    view: "v1",
    q: "恒砺",
    sort: { field: "name", direction: "asc" },
    filter: { kind: "all", conditions: [] },
    columns: ["name", "phone"],
    layout: "list",
  };
  expect(customersSearch(search)).toEqual(search);
});

test("customersSearch drops what makes no sense, and tells no filter from a cleared one", () => {
  expect(
    customersSearch({ sort: { field: 3 }, columns: [], layout: "pie", q: "", filter: "x" }),
  ).toEqual({});
  expect(customersSearch({ filter: null })).toEqual({ filter: null });
});
