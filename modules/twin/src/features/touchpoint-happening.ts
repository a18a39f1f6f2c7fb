import type { TouchpointFacts } from "../touchpoint/read-touchpoint.ts";
import { touchpointKeys } from "./touchpoint-key.ts";

/** A touchpoint as windows of time count it. */
export interface TouchpointHappening {
  readonly keys: readonly string[];
  readonly atMs: number;
  readonly knownMs: number;
  readonly value?: number;
}

export interface PlacedTouchpoint
  extends Pick<TouchpointFacts, "kind" | "name" | "topic" | "facts"> {
  readonly type: string;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
}

/** A touchpoint with what it measured: the first of its facts that is a number, such as hours of use or points of a survey. */
export function touchpointHappening(touchpoint: PlacedTouchpoint): TouchpointHappening {
  const value = Object.values(touchpoint.facts)
    .map((text) => (text.trim() === "" ? Number.NaN : Number(text)))
    .find(Number.isFinite);
  return {
    keys: touchpointKeys(touchpoint.type, touchpoint),
    atMs: touchpoint.occurredAt.getTime(),
    knownMs: touchpoint.receivedAt.getTime(),
    ...(value !== undefined && { value }),
  };
}
