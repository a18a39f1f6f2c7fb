import type { PageTierRule } from "@causeway/platform-contract";
import { expect, it } from "vitest";
import { isComplete, matchedBy, moved, withTopicTier } from "./page-tier-draft.ts";

const careers: PageTierRule = { matches: "topic", value: "careers", tier: "L3" };
const pricing: PageTierRule = { matches: "path-begins", value: "/pricing", tier: "L1" };

it("withTopicTier() changes the rule about a topic where it stands, else adds one behind the others", () => {
  const rules = [careers, pricing];
  expect(withTopicTier(rules, "careers", "L2")).toEqual([{ ...careers, tier: "L2" }, pricing]);
  expect(withTopicTier(rules, "pricing", "L1")).toEqual([
    ...rules,
    { matches: "topic", value: "pricing", tier: "L1" },
  ]);
});

it("moved() keeps every item, also past the ends", () => {
  expect(moved([1, 2, 3], 0, 2)).toEqual([2, 3, 1]);
  expect(moved([1, 2, 3], 2, -1)).toEqual([3, 1, 2]);
  expect(moved([1, 2, 3], 1, 9)).toEqual([1, 3, 2]);
  expect(moved([1, 2, 3], 7, 0)).toEqual([1, 2, 3]);
});

it("matchedBy() keeps a path among paths, and asks anew where a topic becomes one", () => {
  expect(matchedBy(pricing, "path-contains")).toEqual({ ...pricing, matches: "path-contains" });
  expect(isComplete([matchedBy(careers, "path-is")])).toBe(false);
  expect(isComplete([matchedBy(pricing, "topic"), careers])).toBe(true);
});
