import { allOf, where } from "@causeway/engine-conditions";
import { expect, it } from "vitest";
import { exampleRule, formOf, ruleOf } from "./rule-form.ts";

it("ruleOf() and formOf() are each other's inverse, also for a condition that the form cannot show", () => {
  const example = ruleOf(exampleRule("合规敏感度", "连看三次"));
  if (!example) throw new Error("The example is not a rule");
  const stored = { ...example, id: "a", changedAt: "2026-11-25T00:00:00Z" };
  expect(ruleOf(formOf(stored))).toEqual(example);
  const of = allOf(where("topic", "equals", "demo"), where("tier", "equals", "L1")) as never;
  const sequence = { ...example.sequence, steps: [{ of, times: 2 }] };
  expect(ruleOf(formOf({ ...stored, sequence }))?.sequence).toEqual(sequence);
});

it("ruleOf() is null while a number is out of bounds or a text is missing", () => {
  const form = exampleRule("a", "b");
  for (const change of [
    { tag: " " },
    { delta: "0" },
    { delta: "x" },
    { withinDays: "401" },
    { halfLifeDays: "1.5" },
    { threshold: "much" },
    { steps: [{ what: { by: "path", value: "" }, times: "1" }] as const },
  ]) {
    expect(ruleOf({ ...form, ...change })).toBeNull();
  }
});
