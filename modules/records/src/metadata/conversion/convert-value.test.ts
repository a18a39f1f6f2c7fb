import type { Field, FieldType } from "@causeway/platform-contract";
import { expect, it } from "vitest";
import { convertValue } from "./convert-value.ts";

const options = [
  { value: "gold", label: { zh: "金牌", en: "Gold" } },
  { value: "silver", label: { zh: "银牌", en: "Silver" } },
];

const field = (type: FieldType): Field => ({
  name: "x",
  label: { zh: "x", en: "x" },
  type,
  required: false,
  unique: false,
  system: false,
  options: type === "select" || type === "multiSelect" ? options : [],
  target: null,
});

it.each([
  ["text", "number", "1,234.5", 1234.5],
  ["text", "number", "many", undefined],
  ["number", "text", 12.5, "12.5"],
  ["number", "currency", 12.5, 12.5],
  ["text", "date", "2026年1月31日", "2026-01-31"],
  ["dateTime", "date", "2026-01-31T09:00:00.000Z", "2026-01-31"],
  ["date", "dateTime", "2026-01-31", "2026-01-31T00:00:00.000Z"],
  ["text", "select", "金牌", "gold"],
  ["text", "select", "bronze", undefined],
  ["select", "text", "gold", "金牌"],
  ["select", "multiSelect", "gold", ["gold"]],
  ["multiSelect", "text", ["gold", "silver"], "金牌; 银牌"],
  ["boolean", "text", true, "true"],
  ["text", "boolean", "是", true],
  ["text", "phone", "138 1234 5678", "+8613812345678"],
] as const)("convertValue() makes of %s %s: %j → %j", (from, to, value, expected) => {
  const input = typeof value === "object" ? [...value] : value;
  expect(convertValue(field(from), field(to), input, "zh")).toEqual(expected);
});
