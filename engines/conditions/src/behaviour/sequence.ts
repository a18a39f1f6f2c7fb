import type { CheckedCondition } from "../checked-condition.ts";
import type { Condition } from "../condition.ts";

/** Something that happens a number of times in a row. */
export interface SequenceStep<C = Condition> {
  readonly of: C;
  /** 1 to 50. */
  readonly times: number;
}

/**
 * What somebody does, in order and within a time: three views of a page without a download in between; an exhibition
 * scan, then a visit to the pricing page. One step with `times` is a window ("three times within seven days").
 */
export interface Sequence<C = Condition> {
  readonly steps: readonly SequenceStep<C>[];
  /** Breaks the sequence when it happens between its first and its last part. */
  readonly without: C | null;
  /** From the first part to the last; 1 to 400. */
  readonly withinDays: number;
}

export type CheckedSequence = Sequence<CheckedCondition>;

export const sequenceLimits = { steps: 8, times: 50, days: 400 } as const;
