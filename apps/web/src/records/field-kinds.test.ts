import type { Field, FieldType } from "@causeway/platform-contract";
import { expect, test } from "vitest";
import { showValue } from "./field-kinds.ts";

function field(type: FieldType): Field {
  return {
    name: "f",
    label: { zh: "字段", en: "Field" },
    type,
    required: false,
    unique: false,
    system: false,
    options: [{ value: "won", label: { zh: "赢单", en: "Won" } }],
    target: null,
  };
}

const zh = {
  locale: "zh",
  now: new Date(2026, 10, 18),
  references: { id1: "恒砺精机" },
  yes: "是",
  no: "否",
} as const;

test("showValue writes each type as a person reads it", () => {
  expect(showValue(field("currency"), 2_860_000, zh)).toBe("¥286 万");
  expect(showValue(field("select"), "won", zh)).toBe("赢单");
  expect(showValue(field("multiSelect"), ["won", "new"], { ...zh, locale: "en" })).toBe("Won, new");
  expect(showValue(field("reference"), "id1", zh)).toBe("恒砺精机");
  expect(showValue(field("boolean"), false, zh)).toBe("否");
  expect(showValue(field("date"), "2026-03-01", zh)).toBe("03-01");
});

test("showValue leaves an empty value empty", () => {
  expect([null, undefined, ""].map((value) => showValue(field("number"), value, zh))).toEqual([
    "",
    "",
    "",
  ]);
});
