import type { ComparatorKind } from "./comparator.ts";

/** A handful of values that mean different things: equal or not. */
export const categoryKind: ComparatorKind = {
  prepare: () => ({ levels: ["different", "same"], compare: () => 0 }),
};
