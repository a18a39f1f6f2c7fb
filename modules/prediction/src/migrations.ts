import type { Migration, ModuleMigrations } from "@causeway/platform-database";
import { sql } from "kysely";

const models: Migration = {
  name: "0001-models",
  async up(database) {
    await sql`create table models (
      id uuid primary key,
      prediction text not null,
      version integer not null,
      verdict text not null,
      trained_at timestamptz(3) not null,
      card jsonb not null,
      model jsonb,
      unique (prediction, version))`.execute(database);
    await sql`create table trainings (
      prediction text primary key,
      started_at timestamptz(3) not null,
      progress double precision not null)`.execute(database);
    await sql`create table scores (
      object text not null,
      record_id uuid not null,
      model_id uuid not null references models (id),
      grade text not null,
      probability double precision not null,
      low double precision not null,
      high double precision not null,
      base_rate double precision not null,
      reasons jsonb not null,
      similar_cases jsonb,
      as_of timestamptz(3) not null,
      computed_at timestamptz(3) not null,
      primary key (object, record_id))`.execute(database);
    await sql`create table stale_scores (
      object text not null,
      record_id uuid not null,
      marked_at timestamptz(3) not null default now(),
      primary key (object, record_id))`.execute(database);
  },
};

export const predictionMigrations: ModuleMigrations = {
  module: "prediction",
  workspace: [models],
};
