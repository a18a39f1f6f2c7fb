import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import { expect, test } from "vitest";
import { readOptions } from "./new-field.ts";
import { isConvertible, latestConversions, offeredTypes, optionLines } from "./type-change.ts";

const field = (change: Partial<Field>): Field => ({
  ...{ name: "size", label: { zh: "规模", en: "Size" }, type: "text", required: false },
  ...{ unique: false, system: false, options: [], target: null, ...change },
});
const object = { name: "clinic", titleField: "name", stageField: "stage" } as ObjectDefinition;

test("offeredTypes leaves out what a field cannot become", () => {
  expect(offeredTypes(field({}))).not.toContain("reference");
  expect(offeredTypes(field({}))).not.toContain("text");
  expect(offeredTypes(field({ unique: true }))).toEqual(["number", "email", "phone"]);
  const kept = [{ name: "name" }, { name: "stage" }, { system: true }, { type: "user" }] as const;
  expect(kept.map((change) => isConvertible(object, field(change)))).toEqual(kept.map(() => false));
  expect(isConvertible(object, field({}))).toBe(true);
});

test("optionLines writes what readOptions reads", () => {
  const options = [{ value: "east", label: { zh: "华东", en: "East" } }];
  expect(readOptions(optionLines(options))).toEqual(options);
});

test("latestConversions keeps the first of each field, which is the newest", () => {
  const base = {
    type: "number",
    filled: 0,
    rows: 0,
    lost: 0,
    error: null,
    finishedAt: null,
  } as const;
  const all = [
    { ...base, id: "3", object: "clinic", field: "size", state: "filling", createdAt: "" },
    { ...base, id: "2", object: "deal", field: "code", state: "done", createdAt: "" },
    { ...base, id: "1", object: "clinic", field: "size", state: "failed", createdAt: "" },
  ] as const;
  expect([...latestConversions(all, "clinic").values()].map(({ id }) => id)).toEqual(["3"]);
});
