import { consentPurposes } from "@causeway/platform-audit";
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
    {
      name: "0002-tracked-mails",
      up: async (database) => {
        await sql`create table tracked_mails (
          id uuid primary key,
          message_id text not null unique,
          recipient text not null,
          subject text not null,
          purpose text not null,
          deal_id uuid,
          run_id uuid,
          sent_at timestamptz not null,
          last_link integer,
          last_link_at timestamptz,
          opens integer not null default 0,
          clicks integer not null default 0,
          replied_at timestamptz,
          bounced_at timestamptz,
          bounce text) with (fillfactor = 70)`.execute(database);
        await sql`create index tracked_mails_by_recipient on tracked_mails (recipient, sent_at desc)`.execute(
          database,
        );
        await sql`create table tracked_links (
          mail_id uuid not null references tracked_mails on delete cascade,
          number integer not null,
          url text not null,
          primary key (mail_id, number))`.execute(database);
        await sql`create table mail_opt_outs (
          recipient text not null,
          purpose text not null,
          at timestamptz not null,
          primary key (recipient, purpose))`.execute(database);
      },
    },
    {
      name: "0003-deal-mail-decisions",
      up: async (database) => {
        await sql`create table deal_mail_decisions (
          thread text primary key,
          deal_id uuid,
          decided_by text not null,
          decided_at timestamptz not null)`.execute(database);
      },
    },
    {
      // Who wanted no more mail said no to its purpose: one store for all that people say.
      name: "0004-opt-outs-are-consents",
      up: async (database) => {
        const known = consentPurposes.join(",");
        await sql`insert into consents (kind, value, purpose, decision, source, proof, given_at, actor_kind, actor_id)
          select 'email', recipient,
            case when purpose = any(string_to_array(${known}, ',')) then purpose else 'marketing' end,
            'refused', 'mail', 'mail', min(at), 'source', 'mail'
          from mail_opt_outs group by 1, 2, 3 on conflict do nothing`.execute(database);
        await sql`drop table mail_opt_outs`.execute(database);
      },
    },
  ],
};
