import type { ColumnType, Generated } from "kysely";
import type { JsonValue } from "./json.ts";

type Json = ColumnType<JsonValue, string, string>;

export type RunState = "running" | "waiting" | "done" | "failed" | "cancelled";
export type OutgoingState = "pending" | "sending" | "sent" | "failed" | "uncertain" | "cancelled";

/** Tables of a workspace. */
export type JobsTables = {
  runs: {
    id: string;
    kind: string;
    idempotency_key: string;
    state: RunState;
    input: Json;
    detail: string | null;
    started_at: Generated<Date>;
    finished_at: Date | null;
  };
  run_steps: {
    run_id: string;
    name: string;
    ordinal: Generated<number>;
    result: Json;
    finished_at: Generated<Date>;
  };
  outbox: {
    id: string;
    run_id: string | null;
    channel: string;
    recipient: string;
    idempotency_key: string;
    payload: Json;
    state: OutgoingState;
    attempts: Generated<number>;
    attempt_id: string | null;
    attempt_until: Date | null;
    next_attempt_at: Date;
    detail: string | null;
    created_at: Date;
    changed_at: Date;
  };
};
