import type { Migration } from "@causeway/platform-database";
import { sql } from "kysely";

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
