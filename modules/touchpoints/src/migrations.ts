import type { Migration, ModuleMigrations } from "@causeway/platform-database";
import { sql } from "kysely";
import { keepOrder } from "./log/keep-order.ts";
import { createTimeIndex } from "./log/time-index.ts";
import { reasonsInBothLanguages } from "./reasons-migration.ts";

const sources: Migration = {
  name: "0001-sources",
  async up(database) {
    await sql`create table sources (
      id uuid primary key,
      name text not null,
      kind text not null,
      key_hash text not null unique,
      key_start text not null,
      enabled boolean not null default true,
      history boolean not null default false,
      created_at timestamptz not null default now(),
      deleted_at timestamptz)`.execute(database);
    await sql`create table source_hours (
      source_id uuid not null,
      hour timestamptz not null,
      accepted bigint not null,
      duplicates bigint not null,
      rejected bigint not null,
      last_at timestamptz not null,
      primary key (source_id, hour)) with (fillfactor = 70)`.execute(database);
  },
};

/**
 * The log. Its partitions are months of the original timestamp, so that the key of deduplication does not grow for ever;
 * `tx_id` lets readers take only what is committed for good (see `log/read-events.ts`).
 */
const events: Migration = {
  name: "0002-events",
  async up(database) {
    await sql`create sequence events_id_seq cache 1`.execute(database);
    await sql`create table events (
      id bigint not null default nextval('events_id_seq'),
      tx_id xid8 not null default pg_current_xact_id(),
      source_id uuid not null,
      message_id text not null,
      original_month date not null,
      type text not null,
      name text,
      user_id text,
      anonymous_id text,
      occurred_at timestamptz not null,
      received_at timestamptz not null,
      stored_at timestamptz not null default now(),
      time_flag text,
      payload jsonb not null,
      primary key (id, original_month),
      unique (source_id, message_id, original_month)) partition by range (original_month)`.execute(
      database,
    );
    await sql`create index events_in_commit_order on events (tx_id, id)`.execute(database);
    await sql`create table events_undated partition of events
      for values from ('1970-01-01') to ('1970-02-01')`.execute(database);
    await sql`create table rejected_events (
      id bigint generated always as identity primary key,
      source_id uuid not null,
      received_at timestamptz not null,
      reason text not null,
      payload jsonb not null)`.execute(database);
    await sql`create index rejected_events_by_source on rejected_events (source_id, id desc)`.execute(
      database,
    );
    await sql`create table projections (
      name text primary key,
      tx_id xid8 not null default '0',
      event_id bigint not null default 0,
      applied bigint not null default 0,
      applied_at timestamptz,
      error text) with (fillfactor = 50)`.execute(database);
  },
};

const projectionVersions: Migration = {
  name: "0003-projection-versions",
  async up(database) {
    await sql`alter table projections add column version integer not null default 1`.execute(
      database,
    );
  },
};

/** How far the log's order runs ahead of the server's transaction ids (see `log/keep-order.ts`). */
const logOffset: Migration = {
  name: "0004-log-offset",
  async up(database) {
    await sql`create table log_offset (
      only_one boolean primary key default true check (only_one),
      value bigint not null)`.execute(database);
    await sql`insert into log_offset (value) values (0)`.execute(database);
  },
};

/** What a source of a kind is told, and what arrived for it and is not read yet, or could not be. */
const connectors: Migration = {
  name: "0005-connectors",
  async up(database) {
    await sql`alter table sources
      add column connector text not null default 'events-api',
      add column settings jsonb not null default '{}',
      add column secrets text,
      add column sealed_key text,
      add column cursor jsonb,
      add column last_error text,
      add column last_error_at timestamptz`.execute(database);
    await sql`update sources set connector = 'website' where kind = 'web'`.execute(database);
    await sql`create table raw_deliveries (
      id bigint generated always as identity primary key,
      source_id uuid not null,
      received_at timestamptz not null,
      method text not null,
      query jsonb not null,
      headers jsonb not null,
      body bytea not null,
      state text not null default 'waiting',
      reason text,
      attempts integer not null default 0)`.execute(database);
    await sql`create index raw_deliveries_waiting on raw_deliveries (id) where state = 'waiting'`.execute(
      database,
    );
    await sql`create index raw_deliveries_by_source on raw_deliveries (source_id, state, id desc)`.execute(
      database,
    );
  },
};

/** What is promised of events, and what arrives (a projection). */
const trackingPlan: Migration = {
  name: "0006-tracking-plan",
  async up(database) {
    await sql`create table planned_types (
      name text primary key,
      tier text not null,
      purpose text not null,
      retention_days integer,
      properties jsonb not null,
      on_violation text not null,
      changed_at timestamptz not null default now())`.execute(database);
    await sql`create table plan_settings (
      only_one boolean primary key default true check (only_one),
      unknown text not null)`.execute(database);
    await sql`insert into plan_settings (unknown) values ('accept')`.execute(database);
    await sql`create table observed_types (
      name text primary key,
      count bigint not null,
      first_at timestamptz not null,
      last_at timestamptz not null) with (fillfactor = 70)`.execute(database);
    await sql`create table observed_properties (
      name text not null,
      property text not null,
      type text not null,
      count bigint not null,
      example text not null,
      primary key (name, property, type)) with (fillfactor = 70)`.execute(database);
  },
};

/** Signs of life of devices, gathered until their window is over. */
const deviceWindows: Migration = {
  name: "0007-device-windows",
  async up(database) {
    await sql`create table device_windows (
      source_id uuid not null,
      device text not null,
      start_at timestamptz not null,
      end_at timestamptz not null,
      opened_at timestamptz not null,
      touched_at timestamptz not null,
      summary jsonb not null,
      primary key (source_id, device, start_at)) with (fillfactor = 70)`.execute(database);
    await sql`create index device_windows_by_end on device_windows (source_id, end_at)`.execute(
      database,
    );
  },
};

/** A projection that is computed again is half-built until it has come to the event that was the last when it began. */
const rebuilds: Migration = {
  name: "0008-rebuilds",
  async up(database) {
    await sql`alter table projections add column rebuild_since timestamptz,
      add column rebuild_tx_id xid8, add column rebuild_event_id bigint`.execute(database);
  },
};

/** Transactions that follow each other count in rows of their own, so that none waits for the commit of the one before. */
const countedInTurns: Migration = {
  name: "0010-counted-in-turns",
  async up(database) {
    await sql`alter table source_hours add column turn smallint not null default 0,
      drop constraint source_hours_pkey,
      add primary key (source_id, hour, turn)`.execute(database);
  },
};

/** Finds what is past its time without reading the whole log. It costs an insert next to nothing. */
const eventsByTime: Migration = { name: "0011-events-by-time", up: createTimeIndex };

/** Some only take what is handed in: their other side is gone, or was never there. Of others it is said when they last met it. */
const howSourcesConnect: Migration = {
  name: "0012-how-sources-connect",
  async up(database) {
    await sql`alter table sources add column connects boolean not null default true,
      add column connected_at timestamptz`.execute(database);
  },
};

export const touchpointsMigrations: ModuleMigrations = {
  module: "touchpoints",
  workspace: [
    sources,
    events,
    projectionVersions,
    logOffset,
    connectors,
    trackingPlan,
    deviceWindows,
    rebuilds,
    reasonsInBothLanguages,
    countedInTurns,
    eventsByTime,
    howSourcesConnect,
  ],
  settle: keepOrder,
};
