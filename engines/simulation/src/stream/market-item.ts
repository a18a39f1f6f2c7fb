/** Systems that touch the customer, each with a write key of its own. */
export const sourceKinds = [
  "web",
  "wechat",
  "wecom",
  "call",
  "email",
  "mailing",
  "exhibition",
  "iot",
  "order",
  "service",
  "ad",
  "message",
  "pickup",
  "dealer",
] as const;
export type SourceKind = (typeof sourceKinds)[number];

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A call of Segment's HTTP API, one element of `batch`. Times are ISO 8601. */
export interface SegmentEvent {
  readonly type: "track" | "page" | "identify" | "group";
  readonly messageId: string;
  readonly timestamp: string;
  readonly anonymousId?: string;
  readonly userId?: string;
  readonly event?: string;
  readonly name?: string;
  readonly groupId?: string;
  readonly properties?: { readonly [key: string]: Json };
  readonly traits?: { readonly [key: string]: Json };
  readonly context: { readonly [key: string]: Json };
}

/** Who truly stands behind an event; undefined where nobody in the market does. */
export interface EventTruth {
  readonly person: number | undefined;
  readonly company: number | undefined;
  readonly dealer?: number;
}

export interface EventItem {
  readonly kind: "event";
  readonly atMs: number;
  readonly source: SourceKind;
  readonly event: SegmentEvent;
  readonly truth: EventTruth;
}

export type RecordObject = "account" | "contact" | "lead" | "deal" | "contract" | "product";

/** A change of a record, as people and imports make it. `key` names the record across items. */
export interface RecordItem {
  readonly kind: "record";
  readonly atMs: number;
  readonly operation: "create" | "update";
  readonly object: RecordObject;
  readonly key: string;
  readonly values: { readonly [field: string]: Json };
  /** Fields that point to another record, by that record's key. */
  readonly references: { readonly [field: string]: string };
}

export type OutsideSignalKind = "tender" | "equity-change" | "logistics-status" | "job-posting";

/** A published outside signal: when it happened and when it could be known. */
export interface SignalItem {
  readonly kind: "signal";
  readonly atMs: number;
  readonly occurredMs: number;
  readonly signal: OutsideSignalKind;
  /** Name of the publication's own record, stable across versions. */
  readonly key: string;
  readonly company: { readonly name: string; readonly creditCode: string };
  readonly payload: { readonly [key: string]: Json };
  readonly truth: EventTruth;
}

export type MarketItem = EventItem | RecordItem | SignalItem;
