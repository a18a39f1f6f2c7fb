import { describe, expect, it } from "vitest";
import { requireCondition } from "./check-condition.ts";
import { allOf, anyOf, type Condition, not, ofField, where } from "./condition.ts";
import { createMatcher, evaluate, type Row } from "./evaluate.ts";
import type { FieldDescription } from "./field-catalog.ts";
import type { FieldTypeName } from "./field-types/registry.ts";
import type { Verdict } from "./value.ts";

const now = new Date("2026-03-10T18:00:00Z");

function field(type: FieldTypeName, more: Partial<FieldDescription> = {}): FieldDescription {
  return { type, label: { zh: type, en: type }, ...more };
}

const catalog = new Map<string, FieldDescription>([
  ["name", field("text")],
  ["alias", field("text")],
  ["amount", field("number")],
  ["won", field("boolean")],
  ["due", field("date")],
  ["seen", field("dateTime")],
  ["stage", field("select")],
  ["tags", field("multiSelect")],
  ["account", field("reference")],
  ["owner", field("reference", { sqlType: "text" })],
]);

function verdict(condition: Condition, row: Row, timeZone = "UTC"): Verdict {
  return evaluate(requireCondition(condition, catalog), row, { now, timeZone });
}

describe("evaluate", () => {
  it("treats null as SQL does", () => {
    const unknown = where("name", "equals", "a");
    const yes = where("amount", "equals", 1);
    const row = { amount: 1, name: null };
    expect(verdict(unknown, row)).toBe(null);
    expect(verdict(where("name", "notEquals", "a"), row)).toBe(null);
    expect(verdict(not(unknown), row)).toBe(null);
    expect(verdict(allOf(unknown, yes), row)).toBe(null);
    expect(verdict(allOf(unknown, not(yes)), row)).toBe(false);
    expect(verdict(anyOf(unknown, yes), row)).toBe(true);
    expect(verdict(anyOf(unknown, not(yes)), row)).toBe(null);
    expect(verdict(where("name", "isEmpty"), row)).toBe(true);
  });

  it("knows the empty groups", () => {
    expect(verdict(allOf(), {})).toBe(true);
    expect(verdict(anyOf(), {})).toBe(false);
  });

  it("orders text by code point, not by UTF-16 unit", () => {
    expect(verdict(where("name", "greater", "\uffee"), { name: "😀" })).toBe(true);
    expect(verdict(where("name", "less", "a"), { name: "Z" })).toBe(true);
    expect(verdict(where("name", "less", "ab"), { name: "a" })).toBe(true);
  });

  it("orders NaN above every number and equal to itself", () => {
    const row = { amount: Number.NaN };
    expect(verdict(where("amount", "greater", 1e300), row)).toBe(true);
    expect(verdict(where("amount", "equals", ofField("amount")), row)).toBe(true);
  });

  it("matches text literally and with case", () => {
    expect(verdict(where("name", "contains", "0%"), { name: "100% 德国" })).toBe(true);
    expect(verdict(where("name", "contains", "ACME"), { name: "acme" })).toBe(false);
    expect(verdict(where("name", "containsIgnoringCase", "Me É"), { name: "acME É" })).toBe(true);
    expect(verdict(where("name", "equalsIgnoringCase", "É"), { name: "é" })).toBe(false);
    expect(verdict(where("name", "notContains", ""), { name: "acme" })).toBe(false);
    expect(verdict(where("name", "startsWith", "_"), { name: "acme" })).toBe(false);
    expect(
      verdict(where("name", "endsWith", ofField("alias")), { name: "acme", alias: "me" }),
    ).toBe(true);
  });

  it("lets one null end of between decide nothing that the other end excludes", () => {
    const condition = where("name", "between", "m", ofField("alias"));
    expect(verdict(condition, { name: "a" })).toBe(false);
    expect(verdict(condition, { name: "z" })).toBe(null);
  });

  it("compares lists of options", () => {
    const row = { tags: ["a", "b"], stage: "won" };
    expect(verdict(where("tags", "containsAny", ["b", "c"]), row)).toBe(true);
    expect(verdict(where("tags", "containsAll", ["b", "c"]), row)).toBe(false);
    expect(verdict(where("tags", "containsNone", ["c"]), row)).toBe(true);
    expect(verdict(where("tags", "containsNone", ["c"]), {})).toBe(null);
    expect(verdict(where("tags", "isEmpty"), { tags: [] })).toBe(true);
    expect(verdict(where("stage", "in", ["won", "lost"]), row)).toBe(true);
    expect(verdict(where("stage", "notIn", ["won", "lost"]), row)).toBe(false);
  });

  it("reads relative dates at the moment it is given, in its zone", () => {
    const last = where("due", "inLastDays", 1);
    expect(verdict(last, { due: "2026-03-11" })).toBe(false);
    expect(verdict(last, { due: "2026-03-11" }, "Asia/Shanghai")).toBe(true);
    expect(verdict(last, { due: "2026-03-09" }, "Asia/Shanghai")).toBe(false);
    expect(verdict(where("due", "moreThanDaysAgo", 1), { due: "2026-03-08" })).toBe(true);
    expect(verdict(where("due", "inNextDays", 0), { due: "2026-03-10" })).toBe(true);
    expect(verdict(where("due", "moreThanDaysAhead", 2), { due: "2026-03-12" })).toBe(false);
    const seen = "2026-03-09T17:59:59.999Z";
    expect(verdict(where("seen", "inLastDays", 1), { seen })).toBe(false);
    expect(verdict(where("seen", "moreThanDaysAgo", 1), { seen: new Date(seen) })).toBe(true);
  });

  it("reads row values as drivers give them", () => {
    expect(verdict(where("amount", "equals", 12.5), { amount: "12.50" })).toBe(true);
    expect(verdict(where("amount", "equals", 7), { amount: 7n })).toBe(true);
    const id = "6F9619FF-8B86-4011-B42D-00CF4FC964FF";
    expect(verdict(where("account", "equals", id), { account: id.toLowerCase() })).toBe(true);
    expect(verdict(where("owner", "equals", "Q1"), { owner: "q1" })).toBe(false);
  });

  it("reads own properties of the row only", () => {
    const odd = new Map([["constructor", field("text")]]);
    const condition = requireCondition(where("constructor", "isEmpty"), odd);
    expect(evaluate(condition, {}, { now })).toBe(true);
  });

  it("throws on a value of another type, unless told to take it for null", () => {
    const condition = requireCondition(where("amount", "equals", 1), catalog);
    expect(() => evaluate(condition, { amount: "many" }, { now })).toThrow(
      /amount is not a number/,
    );
    expect(evaluate(condition, { amount: "many" }, { now, unreadable: "null" })).toBe(null);
    expect(() => evaluate(condition, {}, { now: new Date(Number.NaN) })).toThrow(RangeError);
    expect(() => evaluate(condition, {}, { now, timeZone: "Mars/Olympus" })).toThrow(RangeError);
  });
});

describe("createMatcher", () => {
  it("gives the verdicts of evaluate", () => {
    const matches = createMatcher(requireCondition(where("won", "equals", true), catalog), { now });
    expect([{ won: true }, { won: false }, {}].map(matches)).toEqual([true, false, null]);
  });
});
