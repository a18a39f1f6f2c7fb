import type { LiveWeights } from "@causeway/platform-contract";

export interface WeightStep {
  readonly tag: string;
  readonly delta: number;
}

/** Which tags an event moved, by its id: a rule applies with the last of the events that it is made of. */
export function changesByEvent(
  tags: LiveWeights["tags"],
): ReadonlyMap<string, readonly WeightStep[]> {
  const byEvent = new Map<string, WeightStep[]>();
  for (const { tag, contributions } of tags) {
    for (const { events, delta } of contributions) {
      const last = events.at(-1);
      if (last === undefined) continue;
      byEvent.set(last, [...(byEvent.get(last) ?? []), { tag, delta }]);
    }
  }
  return byEvent;
}
