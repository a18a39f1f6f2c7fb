import { AppError } from "@causeway/kernel";
import { describe, expect, it } from "vitest";
import { checkCondition, requireCondition } from "./check-condition.ts";
import { allOf, type Condition, not, ofField, where } from "./condition.ts";
import type { FieldDescription } from "./field-catalog.ts";

const label = { zh: "字段", en: "Field" };
const catalog = new Map<string, FieldDescription>([
  ["name", { type: "text", label }],
  ["amount", { type: "number", label }],
  ["due", { type: "date", label }],
  ["seen", { type: "dateTime", label }],
  ["account", { type: "reference", label }],
  ["owner", { type: "reference", label, sqlType: "text" }],
  ["stage", { type: "select", label, options: [{ value: "won", label }] }],
  ["tags", { type: "multiSelect", label, options: [{ value: "a", label }] }],
]);

function issues(condition: Condition): readonly string[] {
  const result = checkCondition(condition, catalog);
  return result.ok ? [] : result.issues.map((issue) => `${issue.path}: ${issue.message}`);
}

describe("checkCondition", () => {
  it("accepts what fits", () => {
    const condition = allOf(
      where("name", "contains", "a"),
      where("amount", "between", 1, ofField("amount")),
      where("due", "inLastDays", 7),
      where("seen", "less", "2026-01-31T09:00+08:00"),
      where("stage", "equals", "won"),
      where("tags", "containsAny", ["a"]),
    );
    expect(issues(condition)).toEqual([]);
  });

  it("reports every error with its path", () => {
    const condition = allOf(
      where("nothing", "isEmpty"),
      where("tags", "equals", "a"),
      where("amount", "equals"),
      not(where("amount", "greater", "1")),
      where("amount", "less", ofField("name")),
      where("amount", "less", ofField("gone")),
      where("stage", "in", []),
      where("stage", "in", ["won", "lost"]),
      where("name", "equals", ["a"]),
      where("due", "inLastDays", 1.5),
      where("due", "inLastDays", 40_000),
      where("account", "equals", "x"),
      where("account", "equals", ofField("owner")),
    );
    expect(issues(condition)).toEqual([
      "conditions[0].field: there is no field “nothing”",
      "conditions[1].operator: “is” does not apply to a multiple choice field",
      "conditions[2].operands: must have 1 operands",
      "conditions[3].condition.operands[0].value: must be a finite number",
      "conditions[4].operands[0].field: must be compared with a number field",
      "conditions[5].operands[0].field: there is no field “gone”",
      "conditions[6].operands[0].value: must be a list with at least one entry",
      "conditions[7].operands[0].value[1]: is not an option of this field",
      "conditions[8].operands[0].value: must be a single value",
      "conditions[9].operands[0].value: must be a whole number of days from 0 to 36,525",
      "conditions[10].operands[0].value: must be a whole number of days from 0 to 36,525",
      "conditions[11].operands[0].value: must be a record id",
      "conditions[12].operands[0].field: must be compared with a reference field",
    ]);
  });

  it.each(["2024-02-29", "2000-02-29", "9999-12-31", "0001-01-01"])(
    "takes %s for a date",
    (value) => {
      expect(issues(where("due", "equals", value))).toEqual([]);
    },
  );

  it.each([
    "2026-02-29",
    "1900-02-29",
    "2026-13-01",
    "2026-00-01",
    "2026-04-31",
    "2026-02-30",
    "2026-1-1",
    "0000-01-01",
    "2026-01-01T00:00:00Z",
  ])("takes %s for no date", (value) => {
    expect(issues(where("due", "equals", value))).toHaveLength(1);
  });

  it.each([
    "2026-01-01T00:00:00",
    "2026-02-30T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:00.1234Z",
    "0001-01-01T00:00:00+08:00",
    "9999-12-31T23:59:59-08:00",
  ])("takes %s for no instant", (value) => {
    expect(issues(where("seen", "equals", value))).toHaveLength(1);
  });

  it("answers in Chinese when asked", () => {
    const result = checkCondition(where("x", "isEmpty"), catalog, "zh");
    expect(result).toMatchObject({
      ok: false,
      issues: [{ path: "field", message: "没有字段“x”" }],
    });
  });
});

describe("requireCondition", () => {
  it("throws bad-input with all issues", () => {
    const attempt = (): unknown => requireCondition(where("x", "isEmpty"), catalog);
    expect(attempt).toThrow(AppError);
    expect(attempt).toThrow("The condition does not fit the fields");
    expect(attempt).toThrow(
      expect.objectContaining({
        label: expect.objectContaining({ zh: "条件与字段不符" }),
        issues: [
          expect.objectContaining({ label: { zh: "没有字段“x”", en: "there is no field “x”" } }),
        ],
      }),
    );
  });
});
