import { expect, test } from "vitest";
import { newFieldOf, readOptions } from "./new-field.ts";

test("readOptions takes a value with two labels, two labels, or one name", () => {
  expect(readOptions("won=赢单=Won\n输单=Lost\n\nOn hold")).toEqual([
    { value: "won", label: { zh: "赢单", en: "Won" } },
    { value: "lost", label: { zh: "输单", en: "Lost" } },
    { value: "on_hold", label: { zh: "On hold", en: "On hold" } },
  ]);
});

test("newFieldOf takes the Chinese label where there is no English one", () => {
  const form = { zh: "主刀", en: "", name: "field_9", options: "", target: "account" };
  const field = newFieldOf({ ...form, type: "text", required: false, unique: false });
  expect(field.label).toEqual({ zh: "主刀", en: "主刀" });
});

test("newFieldOf keeps options for choices and targets for references only", () => {
  const form = {
    zh: "主刀",
    en: "Surgeon",
    name: "surgeon",
    required: false,
    unique: false,
    options: "a=A",
    target: "contact",
  };
  expect(newFieldOf({ ...form, type: "reference" })).toMatchObject({
    options: [],
    target: "contact",
  });
  expect(newFieldOf({ ...form, type: "text" })).toMatchObject({ options: [], target: null });
});
