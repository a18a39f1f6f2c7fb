import type { Migration, ModuleMigrations } from "@causeway/platform-database";
import { sql } from "kysely";

const agentRuns: Migration = {
  name: "0001-agent-runs",
  async up(database) {
    await sql`create table agents (
      name text primary key,
      enabled boolean not null,
      changed_by text not null,
      changed_at timestamptz not null default now())`.execute(database);
    await sql`create table agent_runs (
      id uuid primary key references runs on delete cascade,
      agent text not null,
      subject_object text not null,
      subject_id uuid not null,
      event_id bigint,
      headline jsonb not null,
      claims jsonb not null default '[]',
      draft jsonb,
      task_id uuid,
      vetoed_by text,
      vetoed_at timestamptz,
      veto_reason text,
      started_at timestamptz not null default now())`.execute(database);
    await sql`create index agent_runs_latest on agent_runs (started_at desc, id desc)`.execute(
      database,
    );
    await sql`create index agent_runs_of_agent on agent_runs (agent, started_at desc, id desc)`.execute(
      database,
    );
    await sql`create index agent_runs_of_subject on agent_runs (subject_object, subject_id)`.execute(
      database,
    );
  },
};

const withheldRuns: Migration = {
  name: "0002-withheld-runs",
  async up(database) {
    await sql`create table withheld_runs (
      agent text not null,
      subject_object text not null,
      subject_id uuid not null,
      event_id bigint not null,
      headline jsonb not null,
      purpose text not null,
      reason text not null,
      at timestamptz(3) not null default now(),
      primary key (agent, subject_object, subject_id, event_id))`.execute(database);
    await sql`create index withheld_runs_latest on withheld_runs (at desc)`.execute(database);
  },
};

const lessons: Migration = {
  name: "0003-lessons",
  async up(database) {
    await sql`alter table agent_runs add column lesson text`.execute(database);
  },
};

export const agentsMigrations: ModuleMigrations = {
  module: "agents",
  workspace: [agentRuns, withheldRuns, lessons],
};
