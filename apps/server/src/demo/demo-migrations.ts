import type { Migration, ModuleMigrations } from "@causeway/platform-database";
import { sql } from "kysely";

/** One row while a workspace is, or was, filled with the demo company. */
const load: Migration = {
  name: "0001-demo-load",
  async up(database) {
    await sql`create table demo_load (
      only_one boolean primary key default true check (only_one),
      customers integer not null,
      seed integer not null,
      locale text not null,
      start_at timestamptz not null,
      cutoff_at timestamptz not null,
      state text not null,
      phase text not null,
      month integer not null default 0,
      position integer not null default 0,
      records_done integer not null default 0,
      records_total integer not null default 0,
      events_done integer not null default 0,
      events_total integer not null default 0,
      resumed_at timestamptz,
      done_at_resume integer not null default 0,
      attempts integer not null default 0,
      write_keys text,
      message text)`.execute(database);
  },
};

export const demoMigrations: ModuleMigrations = { module: "demo", workspace: [load] };
