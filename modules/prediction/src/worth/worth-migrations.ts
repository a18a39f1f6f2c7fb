import type { Migration } from "@causeway/platform-database";
import { sql } from "kysely";

/** Worth is asked of any prediction, not of the lead grade alone. */
export const worthOfPredictions: Migration = {
  name: "0003-worth-of-predictions",
  async up(database) {
    await sql`alter table touchpoint_worth
      add column prediction text not null default 'lead-grade'`.execute(database);
    await sql`alter table touchpoint_worth alter column prediction drop default`.execute(database);
    await sql`create index touchpoint_worth_latest on touchpoint_worth (prediction, computed_at)`.execute(
      database,
    );
    await sql`delete from worth_runs`.execute(database);
    await sql`alter table worth_runs drop column single, add column prediction text primary key`.execute(
      database,
    );
  },
};

/** What types of touchpoints are worth. */
export const worth: Migration = {
  name: "0002-touchpoint-worth",
  async up(database) {
    await sql`create table touchpoint_worth (
      id uuid primary key,
      computed_at timestamptz(3) not null,
      body jsonb)`.execute(database);
    await sql`create table worth_runs (
      single boolean primary key default true check (single),
      requested_at timestamptz(3) not null)`.execute(database);
  },
};
