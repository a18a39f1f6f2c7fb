import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { lineKind } from "../identifiers/identifier.ts";
import type { RecordReference } from "../profiles/profiles-of-record.ts";
import { isRoleMailbox } from "../rules/is-role-mailbox.ts";

/** A contact or lead that names a phone line. */
export interface RecordLine extends RecordReference {
  readonly line: string;
}

/** Takes away which lines records name; returns the lines. */
export async function forgetLines(
  trx: WorkspaceTransaction,
  object: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`delete from record_lines
    where object = ${object} and record_id = any(${ids}::uuid[]) returning line`.execute(trx);
  return rows.map(({ line }) => line);
}

/** Settles the lines of records with a mail address anew, after it was said whether that is a person's. */
export async function settleLinesOf(trx: WorkspaceTransaction, address: string): Promise<void> {
  // Changes of records that know the address as it was until now end first.
  await sql`lock table record_lines in share row exclusive mode`.execute(trx);
  const { rows } = await sql<{ line: string }>`
    with mine as (select object, record_id from record_identifiers
      where kind = 'email' and value = ${address} and object in ('contact', 'lead'))
    select line from record_lines join mine using (object, record_id)
    union select l.line from mine
      join record_people p on mine.object = 'contact' and p.contact_id = mine.record_id
      join record_lines l on l.object = p.object and l.record_id = p.record_id`.execute(trx);
  await settleLines(
    trx,
    [],
    rows.map(({ line }) => line),
  );
}

/**
 * Notes which lines records name. A line is a contact point of its records only while all of them are one person: a
 * lead and the contact that it became, or records with the same mail address. `left` are lines that records named before.
 */
export async function settleLines(
  trx: WorkspaceTransaction,
  named: readonly RecordLine[],
  left: readonly string[],
): Promise<void> {
  const lines = [...new Set([...left, ...named.map(({ line }) => line)])];
  if (lines.length === 0) return;
  await sql`insert into record_lines (object, record_id, line) select * from unnest(
    ${named.map(({ object }) => object)}::text[], ${named.map(({ id }) => id)}::uuid[],
    ${named.map(({ line }) => line)}::text[])`.execute(trx);
  await sql`delete from record_identifiers
    where kind = ${lineKind} and value = any(${lines}::text[])`.execute(trx);
  await sql`
    with named as (
      select l.object, l.record_id, l.line, coalesce(mail.value, p.contact_id::text, l.record_id::text) as person
      from record_lines l left join record_people p using (object, record_id)
      left join lateral (
        select min(value) as value from record_identifiers r where r.kind = 'email' and not ${isRoleMailbox("r")}
          and r.object = case when p.contact_id is null then l.object else 'contact' end
          and r.record_id = coalesce(p.contact_id, l.record_id)) mail on true
      where l.line = any(${lines}::text[]))
    insert into record_identifiers (object, record_id, kind, value)
    select object, record_id, ${lineKind}, line from named
    where line in (select line from named group by line having count(distinct person) = 1)`.execute(
    trx,
  );
}
