import type { PlanEntry, PlannedType } from "@causeway/platform-contract";
import { expect, it } from "vitest";
import { tierChanges } from "./adopt-tier.ts";

const planned = (name: string): PlannedType => ({
  ...{ name, tier: "L2", purpose: "sales", retentionDays: 30, onViolation: "flag" },
  properties: [],
});
const entry = (name: string, part: Partial<PlanEntry>): PlanEntry => ({
  ...{ name, label: null, tier: "L2", planned: null, observed: null, proposed: null },
  violations: [],
  ...part,
});

it("tierChanges() changes the tier and nothing else, of every way a name is written", () => {
  const plan = [
    entry("Form Submitted", { planned: planned("Form Submitted") }),
    entry("form submitted", { proposed: planned("form submitted") }),
    entry("Call Ended", { planned: planned("Call Ended") }),
  ];
  expect(tierChanges(plan, "form submitted", "L1")).toEqual([
    {
      next: { ...planned("Form Submitted"), tier: "L1" },
      before: planned("Form Submitted"),
    },
    { next: { ...planned("form submitted"), tier: "L1" }, before: null },
  ]);
  expect(tierChanges(plan, "page:pricing", "L1")).toEqual([]);
});
