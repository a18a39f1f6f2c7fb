import type { Migration, ModuleMigrations } from "@causeway/platform-database";
import { sql } from "kysely";

/** Versions of publications; rows never change, so that every moment of the past can be read again. */
const signals: Migration = {
  name: "0001-signals",
  async up(database) {
    await sql`create table signals (
      id bigint generated always as identity primary key,
      kind text not null,
      key text not null,
      version integer not null,
      company_name text,
      credit_code text,
      occurred_at timestamptz(3) not null,
      known_at timestamptz(3) not null,
      recorded_at timestamptz(3) not null default now(),
      payload jsonb not null,
      unique (kind, key, version),
      check (company_name is not null or credit_code is not null))`.execute(database);
    await sql`create index signals_known on signals (known_at desc, id desc)`.execute(database);
    await sql`create index signals_by_publication on signals (kind, key, known_at, version)`.execute(
      database,
    );
    await sql`create index signals_by_credit_code on signals (credit_code, known_at desc)`.execute(
      database,
    );
    await sql`create index signals_by_name on signals (company_name, known_at desc)
      where credit_code is null`.execute(database);
  },
};

export const signalsMigrations: ModuleMigrations = { module: "signals", workspace: [signals] };
