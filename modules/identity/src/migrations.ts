import type { Migration, ModuleMigrations } from "@causeway/platform-database";
import { type Kysely, sql } from "kysely";

const profiles: Migration = {
  name: "0001-profiles",
  async up(database) {
    await run(
      database,
      `create table profiles (
        id uuid primary key,
        canonical_id uuid not null,
        known boolean not null,
        founded_by bigint not null,
        first_seen timestamptz not null,
        last_seen timestamptz not null,
        events bigint not null)`,
      "create index profiles_by_canonical on profiles (canonical_id)",
      `create table identifiers (
        kind text not null,
        value text not null,
        profile_id uuid not null,
        shared boolean not null default false,
        named_at timestamptz,
        first_seen timestamptz not null,
        last_seen timestamptz not null,
        known_at timestamptz not null,
        primary key (kind, value))`,
      "create index identifiers_by_profile on identifiers (profile_id)",
      "create table event_profiles (event_id bigint primary key, profile_id uuid not null)",
      `create table profile_merges (
        loser_id uuid primary key,
        winner_id uuid not null,
        from_id uuid not null,
        to_id uuid not null,
        kind text not null,
        value text not null,
        event_id bigint not null,
        known_at timestamptz not null)`,
      "create index profile_merges_from on profile_merges (from_id)",
      "create index profile_merges_to on profile_merges (to_id)",
      `create table identity_notes (
        event_id bigint not null,
        note text not null,
        profile_id uuid not null,
        detail jsonb not null)`,
      "create index identity_notes_by_profile on identity_notes (profile_id)",
      `create table profile_traits (
        profile_id uuid not null,
        name text not null,
        value text not null,
        occurred_at timestamptz not null,
        event_id bigint not null,
        primary key (profile_id, name))`,
      `create table profile_companies (
        profile_id uuid not null,
        kind text not null,
        value text not null,
        known_at timestamptz not null,
        primary key (profile_id, kind, value))`,
      "create index profile_companies_by_value on profile_companies (kind, value)",
    );
  },
};

const records: Migration = {
  name: "0002-records",
  async up(database) {
    await run(
      database,
      `create table record_identifiers (
        object text not null,
        record_id uuid not null,
        kind text not null,
        value text not null,
        primary key (object, record_id, kind, value))`,
      "create index record_identifiers_by_value on record_identifiers (kind, value)",
      `create table record_people (
        object text not null,
        record_id uuid not null,
        account_id uuid,
        contact_id uuid,
        primary key (object, record_id))`,
      "create index record_people_by_account on record_people (account_id)",
    );
  },
};

async function run(database: Kysely<unknown>, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

export const identityMigrations: ModuleMigrations = {
  module: "identity",
  workspace: [profiles, records],
};
