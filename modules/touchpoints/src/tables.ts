import type { BothLanguages } from "@causeway/kernel";
import type { SettingValues, TouchpointKind } from "@causeway/platform-contract";
import type { ColumnType, Generated } from "kysely";
import type { JsonObject } from "./wire/json-object.ts";

/** The tables of this module inside a workspace, for `trx.$extendTables<TouchpointTables>()`. */
export type TouchpointTables = {
  sources: {
    id: string;
    name: string;
    kind: TouchpointKind;
    key_hash: string;
    key_start: string;
    enabled: boolean;
    /** States itself when its events became known. */
    history: boolean;
    /** Goes to its other side by itself; one that does not takes only what is handed in. */
    connects: Generated<boolean>;
    /** When the other side was last reached, or last checked our address. */
    connected_at: ColumnType<Date | null, never, never>;
    created_at: Date;
    deleted_at: Date | null;
    /** Name of its kind. */
    connector: string;
    /** What its kind asks for, without secrets. */
    settings: ColumnType<SettingValues, string, string>;
    /** The secrets among it, as one sealed JSON text. */
    secrets: string | null;
    /** The write key, sealed, where its address must be shown again. */
    sealed_key: string | null;
    /** How far a source that is fetched has been read. */
    cursor: ColumnType<JsonObject | null, string | null, string | null>;
    last_error: ColumnType<BothLanguages | null, string | null, string | null>;
    last_error_at: Date | null;
  };
  /** Requests and files as they came: deleted when they are read, `dead` with the reason when they cannot be. */
  raw_deliveries: {
    id: Generated<string>;
    source_id: string;
    received_at: Date;
    method: string;
    query: ColumnType<Readonly<Record<string, string>>, string, string>;
    headers: ColumnType<Readonly<Record<string, string>>, string, string>;
    body: Buffer;
    state: ColumnType<"waiting" | "dead", "waiting" | "dead" | undefined>;
    reason: ColumnType<BothLanguages | null, string | null, string | null>;
    attempts: Generated<number>;
  };
  /** What arrived from a source within an hour, in a row for each turn of the writer; written with the events it counts. */
  source_hours: {
    source_id: string;
    hour: Date;
    turn: number;
    accepted: number;
    duplicates: number;
    rejected: number;
    last_at: Date;
  };
  events: {
    id: number;
    tx_id: string;
    source_id: string;
    message_id: string;
    original_month: string;
    type: string;
    name: string | null;
    user_id: string | null;
    anonymous_id: string | null;
    occurred_at: Date;
    /** When it became known: the moment of reception, or what a source of history states. */
    received_at: Date;
    /** When this row was written. */
    stored_at: Date;
    time_flag: string | null;
    payload: unknown;
  };
  rejected_events: {
    id: number;
    source_id: string;
    received_at: Date;
    reason: ColumnType<BothLanguages, string, string>;
    payload: unknown;
  };
  projections: {
    name: string;
    tx_id: string;
    event_id: number;
    /** Of the code that filled its tables. */
    version: number;
    applied: number;
    applied_at: Date | null;
    error: string | null;
    /** Since when its tables are filled from a log that was there before, up to this place; null when they are whole. */
    rebuild_since: Date | null;
    rebuild_tx_id: string | null;
    rebuild_event_id: number | null;
  };
};
