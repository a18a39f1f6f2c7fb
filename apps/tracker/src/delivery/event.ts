export type EventType = "page" | "track" | "identify" | "group" | "alias";

export type Facts = Readonly<Record<string, unknown>>;

/** One call as it is sent. */
export interface TrackedEvent {
  readonly type: EventType;
  readonly messageId: string;
  readonly timestamp: string;
  readonly [field: string]: unknown;
}
