import type { EventId, SourceId } from "@causeway/kernel";
import type { TouchpointKind } from "@causeway/platform-contract";
import type { JsonObject } from "../wire/json-object.ts";
import type { EventType } from "../wire/parse-event.ts";

/** What a projection needs of an event whose rest it never looks at. */
export interface EventHead {
  readonly id: EventId;
  /** When it happened, by our clock. */
  readonly occurredAt: Date;
}

/** One event of the log as projections read it. */
export interface StoredEvent extends EventHead {
  readonly sourceId: SourceId;
  readonly sourceKind: TouchpointKind;
  readonly type: EventType;
  readonly name: string | null;
  readonly userId: string | null;
  readonly anonymousId: string | null;
  /** When it became known. */
  readonly receivedAt: Date;
  readonly payload: JsonObject;
}
