import type { Migration, ModuleMigrations } from "@causeway/platform-database";
import { sql } from "kysely";

const touchpoints: Migration = {
  name: "0001-touchpoints",
  async up(database) {
    await sql`create table touchpoints (
      event_id bigint primary key,
      profile_id uuid not null,
      occurred_at timestamptz not null,
      received_at timestamptz not null,
      kind text not null,
      tier text not null,
      type text not null,
      name text not null,
      topic text,
      subject text,
      facts jsonb not null,
      duration_ms bigint,
      is_key boolean not null,
      source_id uuid not null)`.execute(database);
    await sql`create index touchpoints_by_profile
      on touchpoints (profile_id, occurred_at desc, event_id desc)`.execute(database);
    await sql`create index touchpoints_key_moments
      on touchpoints (profile_id, occurred_at desc) where is_key`.execute(database);
    await sql`create table touchpoint_days (
      profile_id uuid not null,
      day date not null,
      kind text not null,
      count bigint not null,
      primary key (profile_id, day, kind))`.execute(database);
  },
};

const pageStays: Migration = {
  name: "0002-page-stays",
  async up(database) {
    await sql`create table page_stays (
      event_id bigint primary key,
      profile_id uuid not null,
      path text not null,
      left_at timestamptz not null,
      received_at timestamptz not null,
      dwell_ms bigint not null)`.execute(database);
    await sql`create index page_stays_by_profile
      on page_stays (profile_id, left_at)`.execute(database);
  },
};

/** Small and quick to build: events come nearly in order of time. */
const touchpointsByTime: Migration = {
  name: "0003-touchpoints-by-time",
  async up(database) {
    await sql`create index touchpoints_by_time on touchpoints using brin (occurred_at)`.execute(
      database,
    );
  },
};

const liveWeights: Migration = {
  name: "0004-live-weights",
  async up(database) {
    await sql`create table weight_tags (name text primary key, threshold float8)`.execute(database);
    await sql`create table weight_rules (
      id uuid primary key,
      tag text not null references weight_tags (name),
      name text not null,
      sequence jsonb not null,
      delta float8 not null,
      half_life_days int not null,
      is_active boolean not null,
      changed_at timestamptz not null,
      changed_by text not null)`.execute(database);
    await sql`create table tag_crossings (
      person uuid not null,
      tag text not null,
      event_id bigint not null,
      weight float8 not null,
      occurred_at timestamptz not null,
      primary key (person, event_id, tag))`.execute(database);
  },
};

/** Rules that give pages a tier, tried in order. */
const pageTiers: Migration = {
  name: "0005-page-tiers",
  async up(database) {
    await sql`create table page_tiers (
      position int primary key,
      matches text not null,
      value text not null,
      tier text not null)`.execute(database);
  },
};

export const twinMigrations: ModuleMigrations = {
  module: "twin",
  workspace: [touchpoints, pageStays, touchpointsByTime, liveWeights, pageTiers],
};
