import type { Migration, ModuleMigrations } from "@causeway/platform-database";
import { type Kysely, sql } from "kysely";
import { companyDuplicates, sightsOfDuplicates } from "./duplicates/duplicates-migrations.ts";
import { lineKind } from "./identifiers/identifier.ts";
import { normalizePhone } from "./identifiers/normalize.ts";
import { runStatements as run } from "./run-statements.ts";

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

/** Decisions of people and rules about who is who; what the projection needs to compute a few people again. */
const decisions: Migration = {
  name: "0003-decisions",
  async up(database) {
    await run(
      database,
      "alter table profiles add column founder_kind text not null default '', add column founder_value text not null default ''",
      "create index profiles_by_founder on profiles (founder_kind, founder_value)",
      "alter table identifiers add column switches integer not null default 0",
      "create index event_profiles_by_profile on event_profiles (profile_id)",
      "alter table identity_notes add column kind text, add column value text, add column other_id uuid",
      "create index identity_notes_by_identifier on identity_notes (kind, value)",
      "create index identity_notes_by_other on identity_notes (other_id) where other_id is not null",
      "create index identity_notes_by_event on identity_notes (event_id)",
      `create table undone_merges (
        from_id uuid not null,
        to_id uuid not null,
        kind text not null,
        value text not null,
        event_id bigint not null,
        decision_id uuid not null,
        known_at timestamptz not null,
        undone_at timestamptz not null)`,
      "create index undone_merges_from on undone_merges (from_id)",
      "create index undone_merges_to on undone_merges (to_id)",
      "create index undone_merges_by_event on undone_merges (event_id)",
      `create table identity_decisions (
        id uuid primary key,
        verdict text not null check (verdict in ('apart', 'together')),
        left_kind text not null,
        left_value text not null,
        right_kind text not null,
        right_value text not null,
        origin text not null check (origin in ('person', 'rule')),
        rule_id uuid,
        note text not null default '',
        evidence jsonb,
        actor_kind text not null,
        actor_id text not null,
        decided_at timestamptz(3) not null,
        withdrawn_at timestamptz(3),
        withdrawn_by text)`,
      "create index identity_decisions_newest on identity_decisions (decided_at desc, id desc)",
      "create index identity_decisions_by_rule on identity_decisions (rule_id) where rule_id is not null",
      `create table identity_constraints (
        kind text not null,
        value text not null,
        other_kind text not null,
        other_value text not null,
        decision_id uuid not null,
        primary key (kind, value, other_kind, other_value))`,
      "create index identity_constraints_by_decision on identity_constraints (decision_id)",
      `create table identity_rules (
        version integer primary key,
        rules jsonb not null,
        actor_kind text not null,
        actor_id text not null,
        saved_at timestamptz(3) not null)`,
    );
  },
};

/** What profiles can be compared by, the rules that do so, what they leave to a person, and whom to look at. */
const matching: Migration = {
  name: "0004-matching",
  async up(database) {
    await run(
      database,
      `create table profile_evidence (
        profile_id uuid not null,
        field text not null,
        value text not null,
        last_seen timestamptz not null,
        primary key (profile_id, field, value))`,
      "create index profile_evidence_by_value on profile_evidence (field, value)",
      "create index profile_traits_by_value on profile_traits (name, value)",
      `create table matching_rules (
        id uuid primary key,
        name text not null,
        body jsonb not null,
        weights jsonb,
        enabled boolean not null,
        actor_kind text not null,
        actor_id text not null,
        saved_at timestamptz(3) not null,
        deleted_at timestamptz(3))`,
      `create table matching_reviews (
        id uuid primary key,
        rule_id uuid not null,
        left_kind text not null,
        left_value text not null,
        right_kind text not null,
        right_value text not null,
        probability double precision not null,
        evidence jsonb not null,
        state text not null check (state in ('open', 'accepted', 'rejected')),
        created_at timestamptz(3) not null,
        decided_at timestamptz(3),
        decided_by text,
        unique (left_kind, left_value, right_kind, right_value))`,
      "create index matching_reviews_open on matching_reviews (probability desc, id) where state = 'open'",
      "create table matching_queue (profile_id uuid primary key)",
    );
  },
};

/** Company groups by ownership, as they were known from when to when. */
const groups: Migration = {
  name: "0005-company-groups",
  async up(database) {
    await run(
      database,
      `create table company_group_members (
        id bigint generated always as identity primary key,
        company text not null,
        head text not null,
        name text not null,
        credit_code text,
        is_person boolean not null,
        account_id uuid,
        path jsonb not null,
        holders jsonb not null,
        known_from timestamptz(3) not null,
        known_until timestamptz(3))`,
      "create unique index company_group_members_now on company_group_members (company) where known_until is null",
      "create index company_group_members_by_head on company_group_members (head, known_from)",
      "create index company_group_members_by_account on company_group_members (account_id) where account_id is not null",
      `create table company_group_state (
        single boolean primary key check (single),
        above numeric not null,
        computed_at timestamptz(3),
        state jsonb)`,
    );
  },
};

/** Phone lines that contacts and leads name; each a contact point of theirs while nobody else names it. */
const lines: Migration = {
  name: "0006-phone-lines",
  async up(database) {
    await run(
      database,
      `create table record_lines (
        object text not null,
        record_id uuid not null,
        kind text not null default '${lineKind}',
        line text not null,
        primary key (object, record_id, line))`,
      "create index record_lines_by_line on record_lines (line)",
    );
    await moveLines(database);
  },
};

/** Since when somebody sits before a device; numbers of records that lead to a company. */
const numbers: Migration = {
  name: "0007-seats-and-numbers",
  async up(database) {
    await run(
      database,
      "alter table identifiers add column seated_at timestamptz",
      `create table record_numbers (
        object text not null,
        record_id uuid not null,
        kind text not null,
        value text not null,
        account_id uuid not null,
        known_at timestamptz not null,
        primary key (object, record_id, kind, value))`,
      "create index record_numbers_by_value on record_numbers (kind, value)",
      "create index record_numbers_by_account on record_numbers (account_id)",
    );
  },
};

/** Which addresses of records are mailboxes of roles, in the form in which the database asks; null is what comes with the product. */
const mailboxes: Migration = {
  name: "0008-role-mailboxes",
  async up(database) {
    await run(database, "alter table identity_rules add column mailbox_pattern text");
  },
};

/** Addresses that are a person's, though the list takes them for mailboxes of roles: who said so and when, and who took it back. */
const exceptions: Migration = {
  name: "0009-mailbox-exceptions",
  async up(database) {
    await run(
      database,
      `create table mailbox_exceptions (
        id uuid primary key,
        address text not null,
        note text not null default '',
        actor_kind text not null,
        actor_id text not null,
        decided_at timestamptz(3) not null,
        withdrawn_at timestamptz(3),
        withdrawn_by text)`,
      "create unique index mailbox_exceptions_in_force on mailbox_exceptions (address) where withdrawn_at is null",
    );
  },
};

/** Numbers that were taken for mobile phones become lines; of each line those that one record alone names. */
async function moveLines(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ value: string }>`select distinct value from record_identifiers
    where kind = 'phone' and value not like '+86%'`.execute(database);
  const found = rows
    .map(({ value }) => value)
    .filter((one) => normalizePhone(one)?.of === "either");
  if (found.length === 0) return;
  await sql`insert into record_lines (object, record_id, line)
    select object, record_id, value from record_identifiers
    where kind = 'phone' and value = any(${found}::text[])`.execute(database);
  await sql`delete from record_identifiers r where kind = 'phone' and value = any(${found}::text[])
    and exists (select 1 from record_lines l where l.line = r.value and l.record_id <> r.record_id)`.execute(
    database,
  );
  await sql`update record_identifiers set kind = ${lineKind}
    where kind = 'phone' and value = any(${found}::text[])`.execute(database);
}

export const identityMigrations: ModuleMigrations = {
  module: "identity",
  workspace: [
    profiles,
    records,
    decisions,
    matching,
    groups,
    lines,
    numbers,
    mailboxes,
    exceptions,
    companyDuplicates,
    sightsOfDuplicates,
  ],
};
