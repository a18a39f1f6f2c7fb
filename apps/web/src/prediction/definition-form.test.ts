import type { ObjectDefinition } from "@causeway/platform-contract";
import { expect, test } from "vitest";
import {
  behaviourPaths,
  daysOf,
  draftFor,
  isComplete,
  momentOf,
  nameOf,
  outcomeOf,
  pathsOf,
  toggled,
} from "./definition-form.ts";

const field = (name: string, type: string, target: string | null = null) => ({
  name,
  type,
  target,
  label: { zh: name, en: name },
  required: false,
  unique: false,
  system: true,
  options: [],
});
const object = (name: string, fields: readonly ReturnType<typeof field>[]) =>
  ({ name, fields, stageField: null, titleField: "name" }) as unknown as ObjectDefinition;

const lead = object("lead", [
  field("email", "email"),
  field("company", "text"),
  field("contact", "reference", "contact"),
  field("closed_at", "dateTime"),
]);
const deal = object("deal", [
  field("account", "reference", "account"),
  field("product", "reference", "product"),
  field("amount", "currency"),
  field("stage", "select"),
]);

test("draftFor() begins with every field and the behaviour of whom the record is about", () => {
  expect(draftFor(lead).features).toContainEqual({ kind: "behaviour-set", of: "" });
  expect(draftFor(deal).features).toContainEqual({ kind: "behaviour-set", of: "account" });
  expect(draftFor(lead).outcome).toMatchObject({ dateField: "closed_at", horizonDays: 90 });
  expect(isComplete(draftFor(lead))).toBe(false);
});

test("pathsOf() offers references, and the company behind a mail address", () => {
  expect(pathsOf(lead).map(({ of }) => of)).toEqual(["company", "contact"]);
  expect(behaviourPaths(deal)).toEqual(["account"]);
});

test("isComplete() wants an outcome with an end, a moment, and features", () => {
  const condition = { kind: "all", conditions: [] };
  const draft = draftFor(deal);
  const done = { ...draft, outcome: { ...outcomeOf("condition", deal), condition } };
  expect(isComplete(done as typeof draft)).toBe(true);
  const endless = { ...done, outcome: { ...done.outcome, horizonDays: null } };
  expect(isComplete(endless as typeof draft)).toBe(false);
  expect(isComplete({ ...draft, outcome: outcomeOf("leaves", deal) })).toBe(true);
  expect(isComplete({ ...(done as typeof draft), moment: momentOf("date", deal) })).toBe(false);
  expect(isComplete({ ...(done as typeof draft), features: [] })).toBe(false);
});

test("daysOf() reads days in any notation; nameOf() makes an address of words", () => {
  expect(daysOf("-180, −60，30、30 x")).toEqual([-180, -60, 30]);
  expect(nameOf("Repeat order in 90 days!", new Date(0))).toBe("repeat-order-in-90-days");
  expect(nameOf("复购", new Date(36))).toBe("prediction-10");
});

test("toggled() switches the same columns off whatever else they say", () => {
  const on = toggled([], { kind: "fields", of: "account", names: ["size"] }, true);
  expect(toggled(on, { kind: "fields", of: "account", names: null }, false)).toEqual([]);
});
