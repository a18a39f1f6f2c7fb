import type { Migration } from "@causeway/platform-database";
import { sql } from "kysely";

/** Business parameters and their history. */
export const parameters: Migration = {
  name: "0003-parameters",
  async up(database) {
    await sql`create table parameter_changes (
      id bigint generated always as identity primary key,
      at timestamptz(3) not null,
      user_id text not null,
      note text not null,
      values jsonb not null,
      changes jsonb not null)`.execute(database);
  },
};
