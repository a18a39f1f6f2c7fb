import {
  type Condition,
  checkCondition,
  type FieldDescription,
  parseCondition,
} from "@causeway/engine-conditions";
import { describe, expect, test } from "vitest";
import { emptyForm, type FilterForm, fromCondition, newRow, toCondition } from "./filter-form.ts";

const label = { zh: "字段", en: "Field" };
const catalog = new Map<string, FieldDescription>([
  ["name", { type: "text", label }],
  ["amount", { type: "number", label }],
  ["created_at", { type: "dateTime", label }],
  [
    "stage",
    {
      type: "select",
      label,
      options: [
        { value: "won", label },
        { value: "lost", label },
      ],
    },
  ],
]);

const form: FilterForm = {
  join: "any",
  rows: [
    { field: "amount", operator: "between", values: ["5", "10"] },
    { field: "stage", operator: "in", values: ["won", "lost"] },
    { field: "created_at", operator: "inLastDays", values: ["30"] },
    { field: "name", operator: "isEmpty", values: [] },
  ],
};

describe("toCondition", () => {
  test("writes a tree that the language parses and accepts", () => {
    const condition = toCondition(form, catalog);
    const parsed = parseCondition(structuredClone(condition));
    expect(parsed.ok && checkCondition(parsed.condition, catalog).ok).toBe(true);
  });

  test("leaves out lines that are not filled in yet", () => {
    const rows = [newRow("name", catalog), { ...newRow("amount", catalog), values: ["many"] }];
    expect(toCondition({ join: "all", rows }, catalog)).toBeNull();
  });
});

describe("fromCondition", () => {
  test("is the inverse of toCondition", () => {
    expect(fromCondition(toCondition(form, catalog))).toEqual(form);
    expect(fromCondition(null)).toEqual(emptyForm);
  });

  test("admits when a tree is richer than the form", () => {
    const nested: Condition = { kind: "all", conditions: [{ kind: "any", conditions: [] }] };
    expect(fromCondition(nested)).toBeNull();
    expect(fromCondition({ kind: "not", condition: nested })).toBeNull();
  });
});
