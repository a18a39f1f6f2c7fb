import type { Migration, ModuleMigrations } from "@causeway/platform-database";
import { sql } from "kysely";
import { worth, worthOfPredictions } from "../worth/worth-migrations.ts";

const forecasts: Migration = {
  name: "0001-forecasts",
  async up(database) {
    await sql`create table forecasts (
      id uuid primary key,
      kind text not null check (kind in ('current', 'kept', 'replayed')),
      as_of timestamptz(3) not null,
      computed_at timestamptz(3) not null,
      body jsonb,
      record jsonb)`.execute(database);
    await sql`create unique index forecasts_current on forecasts (kind) where kind = 'current'`.execute(
      database,
    );
    await sql`create unique index forecasts_past on forecasts (as_of) where kind <> 'current'`.execute(
      database,
    );
    await sql`create table forecast_runs (
      single boolean primary key default true check (single),
      requested_at timestamptz(3) not null)`.execute(database);
    await sql`create table sales_targets (
      team text not null,
      month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
      amount double precision not null check (amount >= 0),
      set_by text not null,
      set_at timestamptz(3) not null,
      primary key (team, month))`.execute(database);
  },
};

export const forecastMigrations: ModuleMigrations = {
  module: "forecast",
  workspace: [forecasts, worth, worthOfPredictions],
};
