import type { ModuleMigrations } from "@causeway/platform-database";
import { sql } from "kysely";
import { type EventProjection, textAt } from "../src/index.ts";

/** A table for the simplest projection there is. */
export const seenMigrations: ModuleMigrations = {
  module: "seen",
  workspace: [
    {
      name: "0001-seen",
      up: async (database) => {
        await sql`create table seen (position bigint generated always as identity,
          message_id text primary key, event_id bigint not null)`.execute(database);
        await sql`create table counts (name text primary key, total int not null)`.execute(
          database,
        );
      },
    },
  ],
};

/** Keeps every message it is given, in order; a second row for one message breaks its key. */
export const seenProjection: EventProjection = {
  name: "seen",
  async apply(trx, events) {
    await sql`insert into seen (message_id, event_id) select * from unnest(
      ${events.map((event) => textAt(event.payload, "messageId"))}::text[],
      ${events.map((event) => event.id)}::bigint[])`.execute(trx);
  },
  reset: async (trx) => {
    await sql`truncate seen`.execute(trx);
  },
};
