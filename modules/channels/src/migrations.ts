import type { ModuleMigrations } from "@causeway/platform-database";
import { sql } from "kysely";

export const channelsMigrations: ModuleMigrations = {
  module: "channels",
  workspace: [
    {
      name: "0001-channel-settings",
      up: async (database) => {
        await sql`create table channel_settings (
          channel text primary key,
          settings jsonb not null,
          secret text,
          changed_at timestamptz not null default now())`.execute(database);
      },
    },
  ],
};
