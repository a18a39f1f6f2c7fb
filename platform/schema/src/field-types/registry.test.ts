import type { Field, FieldType } from "@causeway/platform-contract";
import { describe, expect, it } from "vitest";
import { fieldTypes } from "./registry.ts";

const options = [
  { value: "east", label: { zh: "华东", en: "East" } },
  { value: "west", label: { zh: "西部", en: "West" } },
];

function fieldOf(type: FieldType): Field {
  const label = { zh: "字段", en: "Field" };
  return {
    name: "f",
    label,
    type,
    required: false,
    unique: false,
    system: false,
    options,
    target: null,
  };
}

function fromText(type: FieldType, text: string): unknown {
  const reading = fieldTypes[type].readText(text, fieldOf(type));
  return reading.ok ? reading.value : undefined;
}

function fromJson(type: FieldType, input: unknown): unknown {
  const reading = fieldTypes[type].read(input, fieldOf(type));
  return reading.ok ? reading.value : undefined;
}

describe("fieldTypes", () => {
  it("text drops white space around it and refuses what PostgreSQL cannot hold", () => {
    expect(fromJson("text", "  深圳 ")).toBe("深圳");
    expect(fromJson("text", "a\0b")).toBeUndefined();
    expect(fromJson("text", "a\ud800b")).toBeUndefined();
    expect(fromJson("text", "x".repeat(501))).toBeUndefined();
    expect(fromJson("text", 5)).toBeUndefined();
  });

  it.each([
    ["1,234.5", 1234.5],
    ["1，234", 1234],
    ["¥ 1200", 1200],
    ["-3.5万", -35_000],
    ["2亿", 2e8],
    ["1e3", 1000],
    ["１２", 12],
    ["63人", 63],
    ["1.2万台", 12_000],
    ["50-99人", undefined],
    ["人", undefined],
    ["1,23", undefined],
    ["abc", undefined],
    ["", undefined],
    ["1e999", undefined],
  ])("number reads %j as %j", (text, value) => {
    expect(fromText("number", text)).toBe(value);
  });

  it("currency keeps four decimals and refuses what a JSON number could not carry exactly", () => {
    expect(fromJson("currency", 0.1 + 0.2)).toBe(0.3);
    expect(fromJson("currency", 1e11)).toBeUndefined();
    expect(Object.is(fromJson("currency", -0), 0)).toBe(true);
  });

  it.each([
    ["2026-1-5", "2026-01-05"],
    ["2026/01/05", "2026-01-05"],
    ["2026年1月5日", "2026-01-05"],
    ["20260105", "2026-01-05"],
    ["2026-02-30", undefined],
    ["05/01/2026", undefined],
  ])("date reads %j as %j", (text, value) => {
    expect(fromText("date", text)).toBe(value);
  });

  it.each([
    ["2026-01-05T09:00:00+08:00", "2026-01-05T01:00:00.000Z"],
    ["2026-01-05 9:00", "2026-01-05T09:00:00.000Z"],
    ["2026/1/5 09:00:30", "2026-01-05T09:00:30.000Z"],
    ["2026-01-05", "2026-01-05T00:00:00.000Z"],
    ["2026-13-05 09:00", undefined],
    ["yesterday", undefined],
  ])("dateTime reads %j as %j", (text, value) => {
    expect(fromText("dateTime", text)).toBe(value);
  });

  it("select and multiSelect read values and labels of both languages", () => {
    expect(fromText("select", "EAST")).toBe("east");
    expect(fromText("select", "西部")).toBe("west");
    expect(fromText("select", "north")).toBeUndefined();
    expect(fromText("multiSelect", "华东、West;east")).toEqual(["east", "west"]);
    expect(fromJson("multiSelect", ["east", "north"])).toBeUndefined();
  });

  it.each([
    ["138 1234 5678", "+8613812345678"],
    ["+86-138-1234-5678", "+8613812345678"],
    ["0086 13812345678", "+8613812345678"],
    ["(010) 6552-9988", "+861065529988"],
    ["+1 (415) 555-2671", "+14155552671"],
    ["１３８１２３４５６７８", "+8613812345678"],
    ["110", "110"],
    ["0574-87654322转801", "+8657487654322"],
    ["021-62880003 分机 12", "+862162880003"],
    ["+1 415 555 2671 ext. 9", "+14155552671"],
    ["转 801", "801"],
    ["none", undefined],
  ])("phone reads %j as %j", (text, value) => {
    expect(fromText("phone", text)).toBe(value);
  });

  it("email is one value in lower case", () => {
    expect(fromText("email", " Li.Lei@Example.COM ")).toBe("li.lei@example.com");
    expect(fromText("email", "li.lei@")).toBeUndefined();
  });

  it("url takes web addresses only, since pages show them as links", () => {
    expect(fromText("url", "example.com/a")).toBe("https://example.com/a");
    expect(fromText("url", "javascript:alert(1)")).toBeUndefined();
    expect(fromText("url", "data:text/html,x")).toBeUndefined();
  });

  it("boolean reads words of both languages", () => {
    expect(["是", "No", "1", "×"].map((text) => fromText("boolean", text))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(fromText("boolean", "maybe")).toBeUndefined();
  });
});
