import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requireCondition } from "./check-condition.ts";
import { allOf, anyOf, type Condition, not, ofField, where } from "./condition.ts";
import { describe as describeCondition } from "./describe.ts";
import { evaluate, type Row } from "./evaluate.ts";
import { type ExplainedCondition, type Explanation, explain } from "./explain.ts";
import type { FieldDescription } from "./field-catalog.ts";
import type { Locale } from "./label.ts";
import { type Verdict, verdictAnd, verdictNot, verdictOr } from "./value.ts";

const now = new Date("2026-03-10T18:00:00Z");
const account = "6f9619ff-8b86-4011-b42d-00cf4fc964ff";
const catalog = new Map<string, FieldDescription>([
  [
    "industry",
    {
      type: "select",
      label: { zh: "行业", en: "Industry" },
      options: [
        { value: "medical", label: { zh: "医疗", en: "Medical" } },
        { value: "steel", label: { zh: "钢铁", en: "Steel" } },
      ],
    },
  ],
  ["amount", { type: "number", label: { zh: "金额", en: "Amount" } }],
  ["budget", { type: "number", label: { zh: "预算", en: "Budget" } }],
  ["seen", { type: "dateTime", label: { zh: "最近访问", en: "Last visit" } }],
  ["account", { type: "reference", label: { zh: "客户", en: "Account" } }],
  ["open", { type: "boolean", label: { zh: "未结", en: "Open" } }],
  ["tags", { type: "multiSelect", label: { zh: "标签", en: "Tags" } }],
]);

function explained(condition: Condition, row: Row, locale: Locale = "en"): Explanation {
  return explain(requireCondition(condition, catalog), row, {
    locale,
    now,
    timeZone: "Asia/Shanghai",
  });
}

function described(condition: Condition, locale: Locale): string {
  return describeCondition(requireCondition(condition, catalog), {
    locale,
    timeZone: "Asia/Shanghai",
    nameOf: (id) => (id === account ? "华星医疗" : undefined),
  });
}

const rich = allOf(
  where("industry", "in", ["medical", "steel"]),
  anyOf(where("amount", "greaterOrEqual", 10_000.5), where("amount", "less", ofField("budget"))),
  not(where("seen", "inLastDays", 1)),
);

describe("describe", () => {
  it("writes a condition as a sentence in English", () => {
    expect(described(rich, "en")).toBe(
      "Industry is one of “Medical”, “Steel” and (Amount is at least 10,000.5 or Amount is less than Budget) and not (Last visit is in the last 1 day)",
    );
  });

  it("writes a condition as a sentence in Chinese", () => {
    expect(described(rich, "zh")).toBe(
      "行业是“医疗”、“钢铁”之一，且（金额大于等于10,000.5，或金额小于预算），且并非（最近访问在最近1天内）",
    );
  });

  it("names options, records, days and times as people know them", () => {
    expect(described(where("account", "equals", account), "zh")).toBe("客户等于“华星医疗”");
    expect(described(where("seen", "less", "2026-01-31T18:00:00Z"), "en")).toBe(
      "Last visit is before 2026-02-01 02:00:00",
    );
    expect(described(where("open", "equals", true), "zh")).toBe("未结等于是");
    expect(described(where("amount", "between", 1, 2), "en")).toBe("Amount is between 1 and 2");
  });

  it("spares parentheses around single parts and names the empty groups", () => {
    expect(described(allOf(anyOf(where("tags", "isEmpty"))), "en")).toBe("Tags is empty");
    expect(described(allOf(anyOf(), allOf()), "en")).toBe("never and always");
  });
});

describe("explain", () => {
  it("says why not, with the values it saw", () => {
    const row = { industry: "medical", amount: 500, budget: 100, seen: null };
    const result = explained(rich, row);
    expect(result.verdict).toBe(false);
    expect(result.text).toBe(
      "Does not match: Amount is at least 10,000.5 — no (Amount: 500); Last visit is in the last 1 day — unknown (Last visit: empty)",
    );
    expect(result.because.map((reason) => reason.path)).toEqual([
      "conditions[1].conditions[0]",
      "conditions[2].condition",
    ]);
  });

  it("says why, in Chinese", () => {
    const row = { industry: "steel", amount: 50, budget: 100, seen: "2026-03-01T00:00:00Z" };
    expect(explained(rich, row, "zh").text).toBe(
      "符合：行业是“医疗”、“钢铁”之一——成立（行业：“钢铁”）；金额小于预算——成立（金额：50，预算：100）；最近访问在最近1天内——不成立（最近访问：2026-03-01 08:00:00）",
    );
  });

  it("gives the values as they are stored, and survives JSON", () => {
    const row = { seen: new Date("2026-03-01T00:00:00Z"), tags: ["a"] };
    const result = explained(allOf(where("seen", "isEmpty"), where("tags", "isEmpty")), row);
    expect(result.because.map((reason) => reason.values.map((seen) => seen.value))).toEqual([
      ["2026-03-01T00:00:00.000Z"],
      [["a"]],
    ]);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("gives no reason where no comparison could change the verdict", () => {
    expect(explained(anyOf(), {})).toMatchObject({ because: [], text: "Does not match" });
    expect(explained(allOf(where("tags", "isEmpty"), anyOf()), { tags: ["a"] }).because).toEqual(
      [],
    );
  });
});

/** A tree over boolean comparisons of one row, where each comparison may come out anyhow. */
const trees = fc.letrec<{ node: Condition }>((tie) => {
  const parts = fc.array(tie("node"), { maxLength: 3 });
  return {
    node: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("open", "absent").map((field) => where(field, "equals", true)),
      parts.map((list) => allOf(...list)),
      parts.map((list) => anyOf(...list)),
      tie("node").map(not),
    ),
  };
}).node;
const boolean: FieldDescription = { type: "boolean", label: { zh: "", en: "" } };
const twoFields = new Map([
  ["open", boolean],
  ["absent", boolean],
]);

function comparisonPaths(node: ExplainedCondition): readonly string[] {
  if (node.kind === "comparison") return [node.path];
  return node.kind === "not" ? comparisonPaths(node.part) : node.parts.flatMap(comparisonPaths);
}

/** The verdict if the comparisons at some paths came out as given. */
function verdictIf(node: ExplainedCondition, given: ReadonlyMap<string, Verdict>): Verdict {
  if (node.kind === "comparison") return given.get(node.path) ?? null;
  if (node.kind === "not") return verdictNot(verdictIf(node.part, given));
  const parts = node.parts.map((part) => verdictIf(part, given));
  return node.kind === "all" ? verdictAnd(parts) : verdictOr(parts);
}

function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  const [first, ...others] = items;
  if (first === undefined) return [[]];
  return subsets(others).flatMap((set) => [set, [first, ...set]]);
}

/** Whether some outcome of the comparisons at `free`, the others as they were, makes the root true. */
function canBecomeTrue(
  root: ExplainedCondition,
  free: readonly string[],
  was: ReadonlyMap<string, Verdict>,
): boolean {
  return subsets(free).some((yes) => {
    const given = new Map(was);
    for (const path of free) given.set(path, yes.includes(path));
    return verdictIf(root, given) === true;
  });
}

function verdictsByPath(node: ExplainedCondition): readonly (readonly [string, Verdict])[] {
  if (node.kind === "comparison") return [[node.path, node.verdict]];
  return node.kind === "not" ? verdictsByPath(node.part) : node.parts.flatMap(verdictsByPath);
}

describe("explain.because", () => {
  it("is a smallest set that suffices for true, and a smallest to change for false and unknown", () => {
    const seen = new Set<Verdict>();
    fc.assert(
      fc.property(trees, fc.boolean(), (condition, open) => {
        const row = { open };
        const checked = requireCondition(condition, twoFields);
        const { root, verdict, because } = explain(checked, row, { locale: "en", now });
        expect(verdict).toBe(evaluate(checked, row, { now }));
        const paths = comparisonPaths(root);
        fc.pre(paths.length <= 7);
        seen.add(verdict);
        const was = new Map(verdictsByPath(root));
        const chosen = because.map((reason) => reason.path);
        const works = (set: readonly string[]): boolean =>
          verdict === true
            ? verdictIf(root, new Map(set.map((path) => [path, was.get(path) ?? null]))) === true
            : canBecomeTrue(root, set, was);
        const sizes = subsets(paths)
          .filter(works)
          .map((set) => set.length);
        if (sizes.length === 0) {
          expect(chosen).toEqual([]);
        } else {
          expect(works(chosen)).toBe(true);
          expect(chosen.length).toBe(Math.min(...sizes));
        }
      }),
      { seed: 7, numRuns: 2000 },
    );
    expect(seen).toEqual(new Set([true, false, null]));
  });
});
