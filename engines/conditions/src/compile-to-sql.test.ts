import { describe, expect, it } from "vitest";
import { requireCondition } from "./check-condition.ts";
import { type CompiledCondition, compileToSql } from "./compile-to-sql.ts";
import { allOf, anyOf, type Condition, not, ofField, where } from "./condition.ts";
import type { FieldDescription } from "./field-catalog.ts";

const label = { zh: "字段", en: "Field" };
const catalog = new Map<string, FieldDescription>([
  ["name", { type: "text", label }],
  ["alias", { type: "text", label }],
  ["amount", { type: "number", label }],
  ["price", { type: "number", label, sqlType: "numeric" }],
  ["seen", { type: "dateTime", label }],
  ["tags", { type: "multiSelect", label }],
  ["account", { type: "reference", label }],
]);

function compile(condition: Condition, firstParameter = 1): CompiledCondition {
  return compileToSql(requireCondition(condition, catalog), {
    column: (field) => `t."${field}"`,
    now: new Date("2026-03-10T18:00:00Z"),
    firstParameter,
  });
}

describe("compileToSql", () => {
  it("numbers placeholders from the given one and casts each", () => {
    const condition = allOf(
      where("amount", "between", 1, 2),
      not(anyOf(where("name", "in", ["a"]), where("price", "equals", 3))),
    );
    expect(compile(condition, 4)).toEqual({
      text: `((t."amount" BETWEEN $4::float8 AND $5::float8) AND (NOT ((t."name" = ANY($6::text[])) OR (t."price" = $7::numeric))))`,
      parameters: [1, 2, ["a"], 3],
      fragments: [
        `((t."amount" BETWEEN `,
        "::float8 AND ",
        `::float8) AND (NOT ((t."name" = ANY(`,
        `::text[])) OR (t."price" = `,
        "::numeric))))",
      ],
    });
  });

  it("keeps what a user typed out of the text", () => {
    const evil = `'; DROP TABLE x; --$1`;
    for (const operator of ["equals", "contains", "startsWith", "endsWith", "less"] as const) {
      const { text, parameters } = compile(where("name", operator, evil));
      expect(text).not.toContain("DROP");
      expect(JSON.stringify(parameters)).toContain("DROP");
    }
  });

  it("leaves a column bare where an index can serve, and fixes the collation where order counts", () => {
    expect(compile(where("name", "equals", "a")).text).toBe(`(t."name" = $1::text)`);
    expect(compile(where("name", "less", "a")).text).toBe(`(t."name" COLLATE "C" < $1::text)`);
    expect(compile(where("name", "equals", ofField("alias"))).text).toBe(
      `(t."name" COLLATE "C" = t."alias")`,
    );
    expect(compile(where("tags", "containsAll", ["a"])).text).toBe(`(t."tags" @> $1::text[])`);
  });

  it("escapes LIKE patterns", () => {
    expect(compile(where("name", "startsWith", "50%_\\")).parameters).toEqual(["50\\%\\_\\\\%"]);
  });

  it("computes relative dates from the given moment", () => {
    expect(compile(where("seen", "inLastDays", 1)).parameters).toEqual([
      "2026-03-09T18:00:00.000Z",
      "2026-03-10T18:00:00.000Z",
    ]);
  });

  it("compiles empty groups to their truth value", () => {
    expect(compile(allOf()).text).toBe("(TRUE)");
    expect(compile(anyOf()).text).toBe("(FALSE)");
  });
});
