import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { profileIdFor } from "../graph/profile-id.ts";
import { sharedFounder, sharedKinds } from "../graph/resolve-event.ts";

/** Beyond this many profiles everything is computed again instead. */
const mostProfiles = 20_000;

interface IdentifierRow {
  readonly kind: string;
  readonly value: string;
}

/**
 * All profiles whose events may come out differently when something is decided about one of these: the whole people,
 * everybody who ever shared a device with them or contested an identifier, and so on from there. No event of another
 * profile names an identifier or device that an event of these names. Null when they are very many.
 */
export async function affectedProfiles(
  trx: WorkspaceTransaction,
  start: readonly string[],
): Promise<readonly string[] | null> {
  const found = new Set<string>();
  let wanted: readonly string[] = start;
  while (wanted.length > 0) {
    const people = await wholePeople(trx, wanted);
    const fresh = people.filter((id) => !found.has(id));
    for (const id of fresh) found.add(id);
    if (found.size > mostProfiles) return null;
    if (fresh.length === 0) break;
    const next = await neighbours(trx, fresh);
    wanted = next.filter((id) => !found.has(id));
  }
  return [...found];
}

async function wholePeople(
  trx: WorkspaceTransaction,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from profiles where canonical_id in (
    select canonical_id from profiles where id = any(${ids}::uuid[]))`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Who met these profiles on a device, at an identifier, or in a decision. */
async function neighbours(
  trx: WorkspaceTransaction,
  profiles: readonly string[],
): Promise<readonly string[]> {
  const contested = await contestedIdentifiers(trx, profiles);
  const decided = await decidedPartners(trx, profiles);
  const shared = contested
    .flatMap(sharedFounder)
    .map(({ kind, value }) => profileIdFor(kind, value));
  const all = [...contested, ...decided];
  const kinds = all.map(({ kind }) => kind);
  const values = all.map(({ value }) => value);
  const { rows } = await sql<{ id: string }>`
    with keys as (select distinct kind, value from unnest(${kinds}::text[], ${values}::text[])
      as k(kind, value))
    select profile_id as id from keys join identity_notes using (kind, value)
    union select other_id from keys join identity_notes using (kind, value) where other_id is not null
    union select profile_id from keys join identifiers using (kind, value)
    union select p.id from keys k join profiles p
      on p.founder_kind = k.kind and p.founder_value = k.value
    union select id from profiles where id = any(${shared}::uuid[])`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Identifiers and devices of these profiles that somebody else's events name as well. */
async function contestedIdentifiers(
  trx: WorkspaceTransaction,
  profiles: readonly string[],
): Promise<readonly IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    select kind, value from identity_notes
    where (profile_id = any(${profiles}::uuid[]) or other_id = any(${profiles}::uuid[]))
      and kind is not null
    union
    select i.kind, i.value from identifiers i join identity_notes n using (kind, value)
    where i.profile_id = any(${profiles}::uuid[])
    union
    select k.kind, founder_value from profiles
    join unnest(${[...sharedKinds.keys()]}::text[], ${[...sharedKinds.values()]}::text[]) as k(kind, founding)
      on k.founding = founder_kind
    where id = any(${profiles}::uuid[])`.execute(trx);
  return rows;
}

/** What was decided to be one with an identifier of these, and may not have joined yet. */
async function decidedPartners(
  trx: WorkspaceTransaction,
  profiles: readonly string[],
): Promise<readonly IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    select c.other_kind as kind, c.other_value as value from (
      select founder_kind as kind, founder_value as value from profiles where id = any(${profiles}::uuid[])
      union select kind, value from identifiers where profile_id = any(${profiles}::uuid[])) held
    join identity_constraints c using (kind, value)`.execute(trx);
  return rows;
}
