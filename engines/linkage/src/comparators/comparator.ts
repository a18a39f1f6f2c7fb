import type { CodedColumn } from "../columns/coded-column.ts";

/** Compares two different values of one column. */
export interface ValueComparator {
  /** Names of the levels of likeness, least alike first; the last one is equality. */
  readonly levels: readonly string[];
  /**
   * The level of two values, by their places in the column; never the last one, since equal values have one place.
   * Symmetric. `missing` where one of them says nothing about the other.
   */
  readonly compare: (left: number, right: number) => number;
}

/** One kind of column: what belongs to it is compared in this way. */
export interface ComparatorKind {
  readonly prepare: (column: CodedColumn) => ValueComparator;
}

/** The level of a pair of which one value is missing. */
export const missing = 255;

/**
 * A comparator from a likeness between 0 and 1 and the least likeness of each level: level k is that of the k-th bound.
 */
export function likenessComparator(
  bounds: readonly number[],
  likeness: (left: number, right: number) => number,
): ValueComparator {
  const levels = [
    "different",
    ...bounds.map((bound) => `alike-${Math.round(bound * 100)}`),
    "same",
  ];
  const compare = (left: number, right: number): number => {
    // In one order, so that a likeness that pairs parts greedily is symmetric too.
    const value = left < right ? likeness(left, right) : likeness(right, left);
    let level = bounds.length;
    while (level > 0 && value < (bounds[level - 1] ?? 0)) level--;
    return level;
  };
  return { levels, compare };
}
