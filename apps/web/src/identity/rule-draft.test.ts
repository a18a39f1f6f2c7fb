import { expect, it } from "vitest";
import { draftOf, isComplete, toggleInSet, withField, withoutField } from "./rule-draft.ts";

const known = [
  { field: "ip", people: 5, kind: "category" as const },
  { field: "user_agent", people: 5, kind: "category" as const },
];

it("draftOf() keeps to fields that people have here", () => {
  const draft = draftOf("fingerprint", "F", known);
  expect(draft.fields.map(({ field }) => field)).toEqual(["ip", "user_agent"]);
  expect(draft.blocking).toEqual([["ip", "user_agent"]]);
});

it("withoutField() and toggleInSet() leave no set without a field but the only one, to be filled anew", () => {
  const draft = withoutField(draftOf("fingerprint", "F", known), "user_agent");
  expect(draft.blocking).toEqual([["ip"]]);
  expect(isComplete(draft)).toBe(true);
  const empty = toggleInSet(draft, 0, "ip");
  expect(empty.blocking).toEqual([[]]);
  expect(isComplete(empty)).toBe(false);
  expect(isComplete(toggleInSet(empty, 0, "ip"))).toBe(true);
});

it("withField() compares by the first field of an empty rule", () => {
  const [ip] = known;
  if (!ip) throw new Error("a field is known");
  const draft = withField({ name: "x", fields: [], blocking: [], mergeAt: 0.9, reviewAt: 0.5 }, ip);
  expect(draft.blocking).toEqual([["ip"]]);
  expect(draft.fields).toEqual([{ field: "ip", kind: "category", mostSharing: 6 }]);
});

it("draftOf() begins from nothing where somebody wants so", () => {
  const draft = draftOf("blank", "From nothing", known);
  expect(draft).toMatchObject({ name: "", fields: [], blocking: [] });
  expect(isComplete(draft)).toBe(false);
});
