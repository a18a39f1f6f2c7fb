import { expect, it } from "vitest";
import { type CountedModule, countTests, summaryLine } from "./count-tests.ts";

const module = (states: readonly string[], broken = false, brokenSuite = false): CountedModule => ({
  project: { name: "unit" },
  errors: () => (broken ? [new Error("no such import")] : []),
  children: {
    allTests: () => states.map((state) => ({ result: () => ({ state }) })),
    allSuites: () => (brokenSuite ? [{ errors: () => [new Error("beforeAll failed")] }] : []),
  },
});

it("countTests() adds up all modules; what never ran to its end has failed", () => {
  const counts = countTests([
    module(["passed", "passed", "failed"]),
    module(["skipped", "pending"]),
  ]);
  expect(counts).toEqual({ passed: 2, failed: 2, skipped: 1 });
});

it("countTests() counts a module or a group that could not run as a failure", () => {
  expect(countTests([module([], true), module(["skipped"], false, true)])).toEqual({
    passed: 0,
    failed: 2,
    skipped: 1,
  });
});

it("summaryLine() is what other programs read", () => {
  expect(summaryLine({ passed: 3, failed: 0, skipped: 1 })).toBe(
    "tests: 3 passed, 0 failed, 1 skipped",
  );
});
