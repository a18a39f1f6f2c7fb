import type { Migration, ModuleMigrations } from "@causeway/platform-database";
import { sql } from "kysely";

const erasures: Migration = {
  name: "0001-erasures",
  async up(database) {
    await sql`create table erasures (
      id uuid primary key,
      basis text not null,
      state text not null check (state in ('waiting', 'running', 'done', 'failed')),
      step text,
      actor_kind text not null,
      actor_id text not null,
      requested_at timestamptz(3) not null,
      started_at timestamptz(3),
      finished_at timestamptz(3),
      counts jsonb not null default '{}',
      found integer not null default 0,
      error text)`.execute(database);
    await sql`create index erasures_newest on erasures (requested_at desc, id desc)`.execute(
      database,
    );
    await sql`create table erasure_people (
      erasure_id uuid not null references erasures (id),
      kind text not null,
      name text not null,
      value text not null,
      primary key (erasure_id, kind, name, value))`.execute(database);
    await sql`create table erased_arrivals (
      day date not null,
      outcome text not null,
      count bigint not null,
      primary key (day, outcome))`.execute(database);
  },
};

const retention: Migration = {
  name: "0002-retention",
  async up(database) {
    await sql`create table retention_rules (
      kind text not null,
      object text not null,
      scope text not null,
      days integer not null,
      primary key (kind, object, scope))`.execute(database);
    await sql`create table retention_runs (
      at timestamptz(3) primary key,
      events bigint not null,
      records bigint not null,
      partitions integer not null)`.execute(database);
  },
};

const progress: Migration = {
  name: "0003-erasure-progress",
  async up(database) {
    await sql`create table erasure_stores (
      erasure_id uuid not null references erasures (id),
      store text not null,
      pages bigint not null,
      searched bigint not null default 0,
      searched_words integer,
      checked bigint not null default 0,
      is_checked boolean not null default false,
      primary key (erasure_id, store))`.execute(database);
    // What an erasure looks for must not live on in samples that PostgreSQL takes meanwhile.
    await sql`alter table erasure_people alter column value set statistics 0`.execute(database);
  },
};

export const privacyMigrations: ModuleMigrations = {
  module: "privacy",
  workspace: [erasures, retention, progress],
};
