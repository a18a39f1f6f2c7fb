import { describe, expect, it } from "vitest";
import { wordingOf } from "./operator.ts";
import { findOperator, operators, operatorsFor } from "./registry.ts";

const label = { zh: "", en: "" };

describe("operators", () => {
  it("have a name and labels of their own", () => {
    const names = operators.map((operator) => operator.name);
    expect(new Set(names).size).toBe(names.length);
    for (const locale of ["zh", "en"] as const) {
      const labels = operators.map((operator) => operator.label[locale]);
      expect(new Set(labels).size).toBe(labels.length);
    }
    expect(names.map((name) => findOperator(name)?.name)).toEqual(names);
  });

  it("name the field and every operand in their phrase, for every type, in both languages", () => {
    for (const operator of operators) {
      const places = ["{field}", ...operator.operands.map((_, index) => `{${index}}`)];
      for (const fieldType of operator.fieldTypes) {
        const { phrase } = wordingOf(operator, fieldType);
        expect([...phrase.zh.matchAll(/\{\w+\}/g)].map(String)).toEqual(places);
        expect([...phrase.en.matchAll(/\{\w+\}/g)].map(String)).toEqual(places);
      }
    }
  });
});

describe("operatorsFor", () => {
  it("offers what fits the type, and emptiness only where there can be some", () => {
    const names = (nullable: boolean): readonly string[] =>
      operatorsFor({ type: "boolean", label, nullable }).map((operator) => operator.name);
    expect(names(true)).toEqual(["equals", "notEquals", "isEmpty", "isNotEmpty"]);
    expect(names(false)).toEqual(["equals", "notEquals"]);
  });
});

describe("wordingOf", () => {
  it("calls a later date after, and a larger number greater", () => {
    const greater = findOperator("greater");
    if (greater === undefined) throw new Error("greater is an operator");
    expect(wordingOf(greater, "date").label).toEqual({ zh: "晚于", en: "after" });
    expect(wordingOf(greater, "number").label).toEqual({ zh: "大于", en: "greater than" });
  });
});
