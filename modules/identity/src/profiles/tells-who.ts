import { type RawBuilder, sql } from "kysely";
import { lineKind } from "../identifiers/identifier.ts";

/**
 * SQL of whether an identifier of a contact or lead says who somebody of the events is, given the row (`kind`, `value`) that
 * both sides have. Every one does but a number that may be a switchboard's: it joins a record to the only person who has it
 * in events, and not where one of the two is known by name to be somebody else. `asOf` is SQL of the moment as of which the
 * names of events must have been known; now by default.
 */
export function tellsWho(row: string, asOf?: RawBuilder<unknown>): RawBuilder<boolean> {
  const [kind, value] = [sql.ref(`${row}.kind`), sql.ref(`${row}.value`)];
  const known = asOf === undefined ? sql`` : sql`and name.known_at <= ${asOf}`;
  return sql`(${kind} <> ${lineKind} or not exists (
    select 1 from record_identifiers own
    join identifiers line on line.kind = own.kind and line.value = own.value
    join profiles caller on caller.id = line.profile_id
    left join record_people person on person.object = own.object and person.record_id = own.record_id
    where own.kind = ${lineKind} and own.value = ${value} and own.object in ('contact', 'lead')
      and (exists (
        select 1 from profiles holder join identifiers name on name.profile_id = holder.id and not name.shared
        join record_identifiers other on other.kind = name.kind and other.value = name.value
        left join record_people others on others.object = other.object and others.record_id = other.record_id
        where holder.canonical_id = caller.canonical_id and name.kind <> ${lineKind} ${known}
          and other.object in ('contact', 'lead')
          and coalesce(others.contact_id, other.record_id) <> coalesce(person.contact_id, own.record_id))
      or exists (
        select 1 from record_identifiers mine
        join identifiers name on name.kind = mine.kind and name.value = mine.value and not name.shared
        join profiles holder on holder.id = name.profile_id
        join profiles called on called.id = caller.canonical_id and called.known
        where mine.object = own.object and mine.record_id = own.record_id and mine.kind <> ${lineKind}
          and holder.canonical_id <> caller.canonical_id ${known}))))`;
}
