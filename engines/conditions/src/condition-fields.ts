import type { Condition } from "./condition.ts";

/** Every field path that a condition reads, without repeats, in order of appearance. */
export function conditionFields(condition: Condition): readonly string[] {
  const fields = new Set<string>();
  collect(condition, fields);
  return [...fields];
}

function collect(condition: Condition, fields: Set<string>): void {
  switch (condition.kind) {
    case "all":
    case "any":
      for (const part of condition.conditions) collect(part, fields);
      return;
    case "not":
      collect(condition.condition, fields);
      return;
    case "comparison":
      fields.add(condition.field);
      for (const operand of condition.operands) {
        if (operand.kind === "field") fields.add(operand.field);
      }
  }
}
