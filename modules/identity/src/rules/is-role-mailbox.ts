import { type RawBuilder, sql } from "kysely";
import { defaultRules } from "./identity-rules.ts";
import { mailboxPattern } from "./mailbox-pattern.ts";

/** SQL of whether an identifier of a record is a mailbox of a role by the rules in force and their exceptions, given its row (`kind`, `value`). */
export function isRoleMailbox(row: string): RawBuilder<boolean> {
  const [kind, value] = [sql.ref(`${row}.kind`), sql.ref(`${row}.value`)];
  return sql`(${kind} = 'email' and ${value} ~ coalesce(
    (select mailbox_pattern from identity_rules order by version desc limit 1),
    ${mailboxPattern(defaultRules)})
    and not exists (select 1 from mailbox_exceptions excepted
      where excepted.address = ${value} and excepted.withdrawn_at is null))`;
}
