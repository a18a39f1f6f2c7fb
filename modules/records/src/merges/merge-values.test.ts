import { standardObjects } from "@causeway/platform-schema";
import { expect, it } from "vitest";
import type { StoredRecord } from "../store/record-table.ts";
import { mergeValues, valuesToWrite } from "./merge-values.ts";

const account = standardObjects.find(({ name }) => name === "account");
if (account === undefined) throw new TypeError("There is no account");
const [pattern] = account.fields;
if (pattern === undefined) throw new TypeError("Accounts have no field");
const object = {
  ...account,
  fields: [
    ...account.fields,
    { ...pattern, name: "tags", type: "multiSelect" as const, required: false },
    { ...pattern, name: "story", type: "longText" as const, required: false },
  ],
};
const record = (id: string, values: StoredRecord["values"], ownerId: string | null = null) => ({
  ...{ id, object: "account", title: "", version: 1, deletedAt: null },
  ...{ createdAt: new Date(0), updatedAt: new Date(0), ownerId, values },
});
const merged = (
  ...input: Parameters<typeof mergeValues> extends [unknown, ...infer Rest] ? Rest : never
) =>
  Object.fromEntries(
    mergeValues(object, ...input).map(({ name, choice, choices, value }) => [
      name,
      [choice, choices.join(" "), value],
    ]),
  );

it("mergeValues() keeps what is there, fills what is empty, and joins lists", () => {
  const kept = record("a", {
    name: "启衡",
    phone: null,
    tags: ["x", "y"],
    city: "上海",
    story: "one",
  });
  const other = record(
    "b",
    { name: "启衡智能", phone: "+8621", tags: ["y", "z"], city: "上海", story: "two" },
    "wang",
  );
  expect(merged(kept, other)).toEqual({
    name: ["kept", "kept other", "启衡"],
    phone: ["other", "other", "+8621"],
    tags: ["both", "kept other both", ["x", "y", "z"]],
    city: ["kept", "kept", "上海"],
    story: ["kept", "kept other both", "one"],
    owner_id: ["other", "other", "wang"],
  });
  const chosen = merged(kept, other, { name: "other", story: "both", phone: "kept", tags: "kept" });
  expect(chosen).toMatchObject({
    ...{ name: ["other", "kept other", "启衡智能"], phone: ["other", "other", "+8621"] },
    ...{ tags: ["kept", "kept other both", ["x", "y"]] },
    story: ["both", "kept other both", "one\n\ntwo"],
  });
});

it("mergeValues() takes the longer list where it has all of the shorter, and never joins equal ones", () => {
  const of = (own: string[], others: string[]) =>
    merged(record("a", { tags: own }), record("b", { tags: others }))["tags"];
  expect(of(["x"], ["x", "y"])).toEqual(["other", "kept other", ["x", "y"]]);
  expect(of(["x", "y"], ["x"])).toEqual(["kept", "kept other", ["x", "y"]]);
  expect(of(["x"], ["x"])).toEqual(["kept", "kept", ["x"]]);
});

it("valuesToWrite() gives what changes, and lets nothing refer to itself", () => {
  const kept = record("a", { name: "启衡", parent: "b", phone: null }, "li");
  const other = record("b", { name: "启衡", parent: "a", phone: "+8621" }, "wang");
  expect(valuesToWrite(kept, mergeValues(object, kept, other))).toEqual({
    ...{ parent: null, phone: "+8621" },
  });
  const third = record("b", { name: "启衡", parent: "c" });
  expect(valuesToWrite(kept, mergeValues(object, kept, third))).toEqual({ parent: "c" });
});
