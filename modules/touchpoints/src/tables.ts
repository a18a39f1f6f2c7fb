import type { TouchpointKind } from "@causeway/platform-contract";

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
    created_at: Date;
    deleted_at: Date | null;
  };
  /** What arrived from a source within an hour; written with the events it counts. */
  source_hours: {
    source_id: string;
    hour: Date;
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
    reason: string;
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
  };
};
