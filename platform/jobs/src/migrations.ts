import type { ModuleMigrations } from "@causeway/platform-database";
import { sql } from "kysely";
import { holdOutgoing } from "./hold-outgoing.ts";

export const jobsMigrations: ModuleMigrations = {
  module: "jobs",
  workspace: [
    {
      name: "0001-runs-and-outbox",
      up: async (database) => {
        await sql`create table runs (
          id uuid primary key,
          kind text not null,
          idempotency_key text not null,
          state text not null check (state in ('running', 'waiting', 'done', 'failed', 'cancelled')),
          input jsonb not null,
          detail text,
          started_at timestamptz not null default now(),
          finished_at timestamptz,
          unique (kind, idempotency_key))`.execute(database);
        await sql`create index runs_open on runs (kind, started_at)
          where state in ('running', 'waiting')`.execute(database);
        await sql`create table run_steps (
          run_id uuid not null references runs on delete cascade,
          name text not null,
          ordinal bigint generated always as identity,
          result jsonb not null,
          finished_at timestamptz not null default now(),
          primary key (run_id, name))`.execute(database);
        await sql`create table outbox (
          id uuid primary key,
          run_id uuid references runs on delete set null,
          channel text not null,
          recipient text not null,
          idempotency_key text not null unique,
          payload jsonb not null,
          state text not null check (state in ('pending', 'sending', 'sent', 'failed', 'uncertain', 'cancelled')),
          attempts integer not null default 0,
          attempt_id uuid,
          attempt_until timestamptz,
          next_attempt_at timestamptz not null,
          detail text,
          created_at timestamptz not null,
          changed_at timestamptz not null,
          check ((state = 'sending') = (attempt_until is not null)))`.execute(database);
        await sql`create index outbox_open on outbox (next_attempt_at)
          where state in ('pending', 'sending')`.execute(database);
        await sql`create index outbox_of_run on outbox (run_id)`.execute(database);
      },
    },
    {
      name: "0002-restores",
      up: async (database) => {
        await sql`create table restores (
          restored_at timestamptz primary key default now(),
          taken_at timestamptz not null)`.execute(database);
      },
    },
  ],
  restored: holdOutgoing,
};
