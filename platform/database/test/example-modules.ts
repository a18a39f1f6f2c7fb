import { sql } from "kysely";
import { isolateByWorkspace, type ModuleMigrations } from "../src/index.ts";

/** A module with one table for each workspace and one shared table. */
export const notes: ModuleMigrations = {
  module: "notes",
  shared: [
    {
      name: "0001-stamps",
      up: async (database) => {
        await sql`create table stamps (workspace_id uuid not null, user_id text, body text not null)`.execute(
          database,
        );
        await isolateByWorkspace(database, "stamps", { userColumn: "user_id" });
      },
    },
  ],
  workspace: [
    {
      name: "0001-notes",
      up: async (database) => {
        await sql`create table notes (
          id bigint generated always as identity primary key, body text not null, day date)`.execute(
          database,
        );
      },
    },
  ],
};

export type NoteTables = { notes: { id: number; body: string; day: string | null } };
