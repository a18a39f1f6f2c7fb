import { expect, test } from "vitest";
import { isWithin, railEntries } from "./rail-entries.ts";

const entryOf = (path: string) =>
  railEntries.filter((entry) => isWithin(entry, path)).map(({ name }) => name);

test("isWithin marks one entry for each page", () => {
  expect(entryOf("workbench")).toEqual(["shell.workbench"]);
  expect(entryOf("customers/lead")).toEqual(["shell.customers"]);
  expect(entryOf("records/lead/42")).toEqual(["shell.customers"]);
  expect(entryOf("records/deal/42")).toEqual(["shell.deals"]);
  expect(entryOf("build/imports/new")).toEqual(["shell.build"]);
});

test("isWithin does not take a longer word for its beginning", () => {
  expect(entryOf("dealsandmore")).toEqual([]);
});
