import { editDistance } from "../similarity/edit-distance.ts";
import type { ComparatorKind } from "./comparator.ts";

/** Numbers and codes that name something: postal codes, house numbers, identity and order numbers. */
export const codeKind: ComparatorKind = {
  prepare: ({ values }) => {
    const compact = values.map((value) => value.replace(/[^\p{L}\p{N}]/gu, "") || value);
    return {
      levels: ["different", "begins-alike", "two-edits", "one-edit", "same"],
      compare: (left, right) => levelOf(compact[left] ?? "", compact[right] ?? ""),
    };
  },
};

function levelOf(a: string, b: string): number {
  if (a === b) return 3;
  const shorter = Math.min(a.length, b.length);
  const limit = shorter >= 7 ? 2 : shorter >= 3 ? 1 : 0;
  const distance = limit === 0 ? 1 : editDistance(a, b, limit);
  if (distance <= limit) return distance === 1 ? 3 : 2;
  return shorter >= 4 && a.slice(0, 3) === b.slice(0, 3) ? 1 : 0;
}
