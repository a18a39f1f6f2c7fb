import { describe, expect, it } from "vitest";
import { allOf, anyOf, not, ofField, where } from "./condition.ts";
import { conditionLimits, parseCondition } from "./parse-condition.ts";

const comparison = { kind: "comparison", field: "name", operator: "equals" };

function paths(input: unknown): readonly string[] {
  const result = parseCondition(input);
  return result.ok ? [] : result.issues.map((issue) => issue.path);
}

describe("parseCondition", () => {
  it("reads back what the builders wrote, through JSON", () => {
    const condition = allOf(
      where("industry", "in", ["medical", "chips"]),
      anyOf(where("amount", "greater", 10), not(where("amount", "less", ofField("account.size")))),
    );
    const result = parseCondition(JSON.parse(JSON.stringify(condition)));
    expect(result).toEqual({ ok: true, condition });
  });

  it("freezes every level and drops unknown keys", () => {
    const result = parseCondition({
      kind: "all",
      extra: 1,
      conditions: [{ ...comparison, operands: [{ kind: "constant", value: ["a"], more: 2 }] }],
    });
    if (!result.ok || result.condition.kind !== "all") throw new Error("should parse");
    expect(result.condition).not.toHaveProperty("extra");
    const [leaf] = result.condition.conditions;
    if (leaf?.kind !== "comparison") throw new Error("should be a comparison");
    const [operand] = leaf.operands;
    for (const part of [
      result.condition,
      result.condition.conditions,
      leaf,
      leaf.operands,
      operand,
    ]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(operand).toEqual({ kind: "constant", value: ["a"] });
  });

  it("reports all issues at once, each with its path", () => {
    expect(
      paths({
        kind: "any",
        conditions: [
          null,
          { kind: "xor" },
          { kind: "not" },
          { kind: "all", conditions: {} },
          { kind: "comparison", field: "a b", operator: "equal", operands: "x" },
          { ...comparison, operands: [1, { kind: "constant", value: null }] },
          { ...comparison, operands: [{ kind: "field", field: "1" }, { kind: "parameter" }] },
          { ...comparison, operands: [{ kind: "constant", value: ["a", [], "\0", "\ud800"] }] },
          { ...comparison, operands: [{ kind: "constant", value: Number.NaN }] },
        ],
      }),
    ).toEqual([
      "conditions[0]",
      "conditions[1].kind",
      "conditions[2].condition",
      "conditions[3].conditions",
      "conditions[4].field",
      "conditions[4].operator",
      "conditions[4].operands",
      "conditions[5].operands[0]",
      "conditions[5].operands[1].value",
      "conditions[6].operands[0].field",
      "conditions[6].operands[1].kind",
      "conditions[7].operands[0].value[1]",
      "conditions[7].operands[0].value[2]",
      "conditions[7].operands[0].value[3]",
      "conditions[8].operands[0].value",
    ]);
  });

  it.each(["__proto__", "constructor", "toString"])("takes %s for no operator", (operator) => {
    expect(paths({ ...comparison, operator, operands: [] })).toEqual(["operator"]);
  });

  it("bounds depth, nodes and lists", () => {
    const leaf = { ...comparison, operands: [] };
    const nested = (levels: number): unknown => {
      let tree: unknown = leaf;
      for (let level = 1; level < levels; level++) tree = { kind: "not", condition: tree };
      return tree;
    };
    expect(paths(nested(conditionLimits.depth))).toEqual([]);
    expect(paths(nested(conditionLimits.depth + 1))).toHaveLength(1);
    expect(paths(nested(100_000))).toHaveLength(1);
    const many = (length: number): unknown[] => Array.from({ length }, () => leaf);
    expect(paths({ kind: "all", conditions: many(conditionLimits.nodes - 1) })).toEqual([]);
    expect(paths({ kind: "all", conditions: many(conditionLimits.nodes) })).toHaveLength(1);
    const list = Array.from({ length: conditionLimits.list + 1 }, () => 1);
    expect(paths({ ...comparison, operands: [{ kind: "constant", value: list }] })).toHaveLength(1);
  });

  it("answers in Chinese when asked", () => {
    const result = parseCondition(1, "zh");
    expect(result).toMatchObject({ ok: false, issues: [{ path: "", message: "应为条件" }] });
  });
});
