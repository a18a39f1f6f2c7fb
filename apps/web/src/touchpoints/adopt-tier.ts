import type { PlanEntry, PlannedType, Tier } from "@causeway/platform-contract";

/** What to plan, so that a type of touchpoint gets a tier; and what was planned of it, null for nothing. */
export interface TierChange {
  readonly next: PlannedType;
  readonly before: PlannedType | null;
}

/**
 * The changes of the tracking plan that give a type of touchpoint another tier. Names of events may be written in several
 * ways; pages are planned by rules of their own, and for them there are none.
 */
export function tierChanges(
  plan: readonly PlanEntry[],
  type: string,
  tier: Tier,
): readonly TierChange[] {
  return plan
    .filter(({ name }) => name.toLowerCase() === type)
    .flatMap(({ planned, proposed }) => {
      const held = planned ?? proposed;
      return held === null ? [] : [{ next: { ...held, tier }, before: planned }];
    });
}
