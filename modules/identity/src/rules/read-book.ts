import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { defaultRules, type IdentityRules, type RuleBook, ruleBook } from "./identity-rules.ts";

/** The rules in force, with the exceptions that somebody made of them, opened for use; in one query, for each batch of events. */
export async function readBook(trx: WorkspaceTransaction): Promise<RuleBook> {
  const { rows } = await sql<{ rules: Partial<IdentityRules> | null; people: readonly string[] }>`
    select (select rules from identity_rules order by version desc limit 1) as rules,
      array(select address from mailbox_exceptions where withdrawn_at is null) as people`.execute(
    trx,
  );
  const [found] = rows;
  return ruleBook({ ...defaultRules, ...found?.rules }, new Set(found?.people));
}

/** Addresses that are a person's, though the list takes them for mailboxes of roles. */
export async function readExceptions(trx: WorkspaceTransaction): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ address: string }>`
    select address from mailbox_exceptions where withdrawn_at is null`.execute(trx);
  return new Set(rows.map(({ address }) => address));
}
