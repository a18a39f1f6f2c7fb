import type { Migration } from "@causeway/platform-database";
import { runStatements } from "../run-statements.ts";

/** Companies that may stand twice, what people said of them, and one row on the last look. */
export const companyDuplicates: Migration = {
  name: "0010-company-duplicates",
  async up(database) {
    await runStatements(
      database,
      `create table company_duplicates (
        id uuid primary key,
        left_id uuid not null,
        right_id uuid not null,
        probability float8 not null,
        prior_bits float8 not null,
        against text not null,
        evidence jsonb not null,
        state text not null check (state in ('open', 'apart')),
        found_at timestamptz(3) not null,
        seen_at timestamptz(3) not null,
        decided_at timestamptz(3),
        decided_by text,
        check (left_id < right_id),
        unique (left_id, right_id))`,
      "create index company_duplicates_by_right on company_duplicates (right_id)",
      `create table company_duplicate_looks (
        single boolean primary key check (single),
        requested_at timestamptz(3),
        looked_at timestamptz(3),
        state jsonb)`,
    );
  },
};

/** By which columns a pair was found: whoever does not see one of them is shown what is found without it. */
export const sightsOfDuplicates: Migration = {
  name: "0011-sights-of-duplicates",
  async up(database) {
    await runStatements(
      database,
      "delete from company_duplicates where state = 'open'",
      "alter table company_duplicates add column compared text not null default ''",
      "alter table company_duplicates alter column compared drop default",
      "alter table company_duplicates drop constraint company_duplicates_left_id_right_id_key",
      "alter table company_duplicates add unique (left_id, right_id, compared)",
      "update company_duplicate_looks set looked_at = null, state = null",
    );
  },
};
