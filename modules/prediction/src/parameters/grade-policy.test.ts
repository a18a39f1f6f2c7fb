import { expect, it } from "vitest";
import { changedValues } from "./check-parameters.ts";
import { gradeByPolicy, type PolicyFacts } from "./grade-policy.ts";
import { parameterDefinitions, standardValues } from "./parameter-definitions.ts";
import { rankOfTitle } from "./rank-of-title.ts";

const lead: PolicyFacts = {
  probability: 0.6,
  baseRate: 0.4,
  title: null,
  daysSinceComparison: null,
};
const grade = (facts: Partial<PolicyFacts>, changes: Record<string, number> = {}) =>
  gradeByPolicy({ ...lead, ...facts }, { ...standardValues, ...changes });

it("gradeByPolicy() cuts by multiples of the usual odds", () => {
  // Usual odds are 2 : 3; A begins at three times, B at one and a quarter, C at one half of them.
  expect([0.67, 0.66, 0.46, 0.45, 0.26, 0.24].map((probability) => grade({ probability }))).toEqual(
    ["A", "B", "B", "C", "C", "D"],
  );
  expect(grade({ probability: 0.6 }, { grade_a: 2.2 })).toBe("A");
});

it("gradeByPolicy() weighs rank and the replacement window, and nothing else of the lead", () => {
  expect(grade({ title: "采购总监" })).toBe("B");
  expect(grade({ title: "采购总监" }, { rank_executive: 1.5 })).toBe("A");
  expect(grade({ title: "采购经理" }, { rank_executive: 1.5 })).toBe("B");
  expect(grade({ daysSinceComparison: 20 }, { competitor_weight: 1.5 })).toBe("A");
  expect(grade({ daysSinceComparison: 20 }, { competitor_weight: 1.5, competitor_days: 10 })).toBe(
    "B",
  );
});

it("rankOfTitle() reads titles in Chinese and English", () => {
  const ranks = [
    "总经理",
    "技术总监",
    "采购经理",
    "总经理助理",
    "工艺工程师",
    "CTO",
    "Production Manager",
  ];
  expect(ranks.map(rankOfTitle)).toEqual([
    "executive",
    "executive",
    "manager",
    "specialist",
    "specialist",
    "executive",
    "manager",
  ]);
  expect([rankOfTitle("其他"), rankOfTitle(null)]).toEqual([undefined, undefined]);
});

it("changedValues() keeps every value inside its bounds and grades in order, all issues at once", () => {
  for (const { low, high, standard } of parameterDefinitions) {
    expect(standard).toBeGreaterThanOrEqual(low);
    expect(standard).toBeLessThanOrEqual(high);
  }
  expect(changedValues(standardValues, { grade_a: 4 })).toEqual({ ...standardValues, grade_a: 4 });
  const issues = (changes: Record<string, number>) => {
    try {
      changedValues(standardValues, changes);
      return [];
    } catch (error) {
      return (error as { issues: readonly { path: string }[] }).issues.map(({ path }) => path);
    }
  };
  expect(issues({ grade_a: 1.1 })).toEqual(["values.grade_a"]);
  expect(issues({ grade_b: 99, nonsense: 1, competitor_days: Number.NaN })).toEqual([
    "values.grade_b",
    "values.nonsense",
    "values.competitor_days",
    "values.grade_a",
  ]);
});
