import { type RawBuilder, sql } from "kysely";
import { mailboxKind } from "../identifiers/identifier.ts";

/** From which side companies are looked for: SQL of a profile's or an account's id. */
export interface CompanyView {
  readonly profile?: RawBuilder<unknown>;
  readonly account?: RawBuilder<unknown>;
  /** SQL of the moment as of which it must have been known; now by default. */
  readonly asOf?: RawBuilder<unknown>;
}

/**
 * SQL of which profiles lead to which account: `profile_id`, `account_id`, `known_at`, and by what: `kind`, `value`, and for
 * a number the record that has it (`object`, `record_id`). A name, domain or telephone of a company leads to the accounts
 * that have it, a mailbox of a role also to those whose contacts have it; a number of an order or the like to the one account whose records have it, and to none when several do.
 */
export function companiesBehind({ profile, account, asOf }: CompanyView): RawBuilder<unknown> {
  const and = (left: RawBuilder<unknown>, right: RawBuilder<unknown> | undefined) =>
    right === undefined ? sql`` : sql`and ${left} = ${right}`;
  const known = (time: RawBuilder<unknown>) =>
    asOf === undefined ? sql`` : sql`and ${time} <= ${asOf}`;
  const numbered = (table: RawBuilder<unknown>, condition: RawBuilder<unknown>) => sql`
    select c.profile_id, n.account_id, greatest(c.known_at, n.known_at) as known_at, c.kind, c.value,
      n.object, n.record_id
    from ${table} c join record_numbers n using (kind, value)
    where ${condition} ${and(sql`c.profile_id`, profile)} ${and(sql`n.account_id`, account)}
      ${known(sql`c.known_at`)} ${known(sql`n.known_at`)}
      and not exists (select 1 from record_numbers other
        where other.kind = n.kind and other.value = n.value and other.account_id <> n.account_id
          ${known(sql`other.known_at`)})`;
  return sql`
    select c.profile_id, r.record_id as account_id, c.known_at, c.kind, c.value,
      null::text as object, null::uuid as record_id
    from profile_companies c join record_identifiers r using (kind, value)
    where r.object = 'account' ${and(sql`c.profile_id`, profile)} ${and(sql`r.record_id`, account)}
      ${known(sql`c.known_at`)}
    union all
    select distinct c.profile_id, m.account_id, c.known_at, c.kind, c.value, null::text, null::uuid
    from profile_companies c
    join record_identifiers r on r.kind = 'email' and r.value = c.value and r.object in ('contact', 'lead')
    join record_people m on m.object = r.object and m.record_id = r.record_id
    where c.kind = ${mailboxKind} and m.account_id is not null
      ${and(sql`c.profile_id`, profile)} ${and(sql`m.account_id`, account)} ${known(sql`c.known_at`)}
    union all ${numbered(sql`profile_companies`, sql`true`)}
    union all ${numbered(sql`identifiers`, sql`not c.shared`)}`;
}
