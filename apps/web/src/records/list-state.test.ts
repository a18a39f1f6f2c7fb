import type { Field, ObjectDefinition, View } from "@causeway/platform-contract";
import { describe, expect, test } from "vitest";
import { nextSort, resolveList } from "./list-state.ts";

const label = { zh: "公司", en: "Account" };
const field: Field = {
  name: "name",
  label,
  type: "text",
  required: true,
  unique: false,
  system: true,
  options: [],
  target: null,
};
const object: ObjectDefinition = {
  name: "account",
  label,
  pluralLabel: label,
  icon: "building",
  titleField: "name",
  stageField: null,
  system: true,
  fields: [field],
};
const filter = { kind: "comparison", field: "name", operator: "isNotEmpty", operands: [] };
const view: View = {
  id: "v1",
  ownerId: "u1",
  object: "account",
  name: "East",
  columns: ["name"],
  filter,
  sort: { field: "name", direction: "asc" },
  shared: false,
};

describe("resolveList", () => {
  test("shows the view as it was saved", () => {
    const state = resolveList({ view: "v1" }, [view], object);
    expect(state).toMatchObject({ changed: false, columns: ["name"] });
    expect(state.query).toEqual({ filter, sort: view.sort });
  });

  test("lets the address override a part, and clear the filter", () => {
    const state = resolveList({ view: "v1", filter: null, q: "恒砺" }, [view], object);
    expect(state).toMatchObject({ changed: true, filter: null });
    expect(state.query).toEqual({ search: "恒砺", sort: view.sort });
  });

  test("ignores a filter that the language does not know", () => {
    expect(resolveList({ filter: { kind: "magic" } }, [], object).filter).toBeNull();
  });

  test("falls back to the columns people look for first", () => {
    expect(resolveList({}, [], object).columns).toEqual(["name"]);
  });
});

test("nextSort goes through ascending, descending and none", () => {
  const first = nextSort(null, "name");
  const second = nextSort(first, "name");
  expect([first, second, nextSort(second, "name")]).toEqual([
    { field: "name", direction: "asc" },
    { field: "name", direction: "desc" },
    null,
  ]);
});
