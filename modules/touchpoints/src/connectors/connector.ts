import type { BothLanguages } from "@causeway/kernel";
import type {
  Connector,
  Label,
  SettingField,
  SettingValues,
  TouchpointKind,
} from "@causeway/platform-contract";
import type { ListenContext } from "../listening/listener.ts";
import type { JsonObject } from "../wire/json-object.ts";

/** A request or a file as it came, before anything was read into it. */
export interface RawDelivery {
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case; only those that a connector may need are kept. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly receivedAt: Date;
}

export interface WebhookReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Where the sender is led, with status 302. */
  readonly location?: string;
}

/** What the door decides about a request, from its raw bytes. */
export type Verification =
  /** Genuine: it is stored, then the sender gets this answer. */
  | {
      readonly kind: "accepted";
      readonly reply: WebhookReply;
      /** Headers that are written down beside those that came, for reading. */
      readonly keep?: Readonly<Record<string, string>>;
    }
  /** The sender only checks the address: answered, nothing is stored. */
  | { readonly kind: "answered"; readonly reply: WebhookReply }
  | { readonly kind: "refused"; readonly reason: BothLanguages };

/** What a delivery says. What could not be read becomes dead letters, each of its own. */
export interface Reading {
  /** Events of the ingestion API (`type`, `event`, `timestamp`, `messageId`, …). */
  readonly events: readonly JsonObject[];
  readonly failures: readonly { readonly reason: BothLanguages; readonly item: unknown }[];
}

/** What is wrong with a setting, for the person who fills in the form. */
export interface SettingProblem {
  readonly field: string;
  readonly label: Label;
}

/**
 * A kind of source. Everything about it stands in one file: how it is called, what it must be told, how it proves who
 * sends, how its wire format reads, and how the other side is set up.
 */
export interface ConnectorKind {
  readonly name: string;
  readonly kind: TouchpointKind;
  readonly choosesKind?: true;
  readonly label: Label;
  readonly summary: Label;
  readonly identifiers: readonly string[];
  readonly way: Connector["way"];
  readonly acceptsFiles?: true;
  readonly fields: readonly SettingField[];
  /** What to do on the other side; `{{url}}` is the source's address, `{{key}}` its write key. */
  readonly steps: readonly Label[];
  /** A body of JSON that anybody may send to try the address; it reads into one event. */
  readonly sample?: string;
  /** What is wrong with values that are there and not too long; empty when nothing is. */
  /** Headers that reading needs beside the Content-Type, in lower case. */
  readonly keepsHeaders?: readonly string[];
  readonly check?: (settings: SettingValues) => readonly SettingProblem[];
  /** Decides on raw bytes. Whoever knows the secret address is believed where a kind has none of its own. */
  readonly verify?: (
    delivery: RawDelivery,
    settings: SettingValues,
  ) => Verification | Promise<Verification>;
  /** Pure: the same delivery gives the same events, so that reading it again changes nothing. */
  readonly read?: (delivery: RawDelivery, settings: SettingValues) => Reading | Promise<Reading>;
  /** For kinds that are fetched: what is new behind the cursor (null at the first time). Throws for people to read why. */
  readonly fetch?: (
    settings: SettingValues,
    cursor: JsonObject | null,
    context: FetchContext,
  ) => Promise<Fetched>;
  /** For kinds that hold a connection: receives until the signal says stop. Throws for people to read why it ended. */
  readonly listen?: (settings: SettingValues, context: ListenContext) => Promise<void>;
}

export interface FetchContext {
  readonly signal: AbortSignal;
  readonly now: Date;
}

export interface Fetched {
  readonly deliveries: readonly RawDelivery[];
  readonly cursor: JsonObject;
  /** There is more at once. */
  readonly more: boolean;
}

/** Stored and acknowledged in the way most senders expect. */
export const acknowledged = {
  kind: "accepted",
  reply: { status: 200, contentType: "application/json", body: '{"success":true}' },
} satisfies Verification;
