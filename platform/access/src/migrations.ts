import { isolateByWorkspace, type ModuleMigrations } from "@causeway/platform-database";
import { sql } from "kysely";

export const accessMigrations: ModuleMigrations = {
  module: "access",
  shared: [
    {
      name: "0001-access",
      up: async (database) => {
        const role = sql`text not null check (role in ('member', 'admin', 'owner'))`;
        const workspace = sql`uuid not null references workspaces on delete cascade`;
        await sql`create table administrators (
          user_id text primary key,
          created_at timestamptz not null default now())`.execute(database);
        await sql`create table setup_tokens (
          token_hash text primary key,
          expires_at timestamptz not null)`.execute(database);
        await sql`create table memberships (
          workspace_id ${workspace},
          user_id text not null,
          role ${role},
          joined_at timestamptz not null default now(),
          primary key (workspace_id, user_id))`.execute(database);
        await sql`create index memberships_of_user on memberships (user_id)`.execute(database);
        await sql`create table invitations (
          id uuid primary key,
          workspace_id ${workspace},
          email text not null,
          role ${role},
          token_hash text not null unique,
          invited_by text not null,
          created_at timestamptz not null default now(),
          expires_at timestamptz not null,
          accepted_at timestamptz)`.execute(database);
        await sql`create index invitations_of_workspace on invitations (workspace_id)`.execute(
          database,
        );
        await sql`create table api_keys (
          id uuid primary key,
          workspace_id ${workspace},
          user_id text not null,
          name text not null,
          role ${role},
          start text not null,
          key_hash text not null unique,
          created_at timestamptz not null default now(),
          last_used_at timestamptz)`.execute(database);
        await sql`create index api_keys_of_workspace on api_keys (workspace_id)`.execute(database);
        await isolateByWorkspace(database, "memberships", { userColumn: "user_id" });
        await isolateByWorkspace(database, "invitations");
        await isolateByWorkspace(database, "api_keys");
      },
    },
    {
      name: "0002-sign-in-links",
      up: async (database) => {
        await sql`create table sign_in_links (
          token_hash text primary key,
          user_id text not null,
          expires_at timestamptz not null)`.execute(database);
      },
    },
  ],
};
