import { quickDistance } from "../similarity/quick-likeness.ts";
import type { ComparatorKind } from "./comparator.ts";

/** Numbers and codes that name something: postal codes, house numbers, identity and order numbers. */
export const codeKind: ComparatorKind = {
  prepare: ({ values }) => {
    const compact = values.map((value) => value.replace(/[^\p{L}\p{N}]/gu, "") || value);
    const bare = compact.map((value) => value.replace(/^0+(?=.)/, ""));
    const distance = quickDistance(compact);
    return {
      levels: ["different", "begins-alike", "two-edits", "one-edit", "same"],
      compare: (left, right) => {
        if (bare[left] === bare[right]) return 3;
        const [a, b] = [compact[left] ?? "", compact[right] ?? ""];
        const shorter = Math.min(a.length, b.length);
        const limit = mostEdits(shorter);
        const edits = distance(left, right, limit);
        if (edits <= limit) return edits === 2 ? 2 : 3;
        return Number(shorter >= 4 && beginAlike(a, b));
      },
    };
  },
};

function mostEdits(length: number): number {
  return length >= 7 ? 2 : length >= 3 ? 1 : 0;
}

function beginAlike(a: string, b: string): boolean {
  for (let at = 0; at < 3; at++) if (a.charCodeAt(at) !== b.charCodeAt(at)) return false;
  return true;
}
