import type { BothLanguages } from "@causeway/kernel";
import type { RawDelivery } from "../connectors/connector.ts";
import type { Heartbeat } from "../connectors/mqtt/read-message.ts";
import type { JsonObject } from "../wire/json-object.ts";

/** What a batch of messages holds. */
export interface Heard {
  /** Signs of life: only their windows are kept. */
  readonly heartbeats: readonly Heartbeat[];
  /** Messages that count one by one, as they came. */
  readonly deliveries: readonly RawDelivery[];
  /** What could not be read. */
  readonly failures: readonly { readonly reason: BothLanguages; readonly item: JsonObject }[];
  /** Written in the same transaction. */
  readonly cursor: JsonObject;
}

/** What a kind that listens is given. */
export interface ListenContext {
  /** Names the session on the other side, the same after every start. */
  readonly sourceId: string;
  readonly cursor: JsonObject | null;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
  /** Resolves once everything is durable; only then the other side may forget it. */
  readonly keep: (heard: Heard) => Promise<void>;
  /** The connection stands: what went wrong before is over. */
  readonly connected: () => Promise<void>;
}
