import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Identifier } from "../identifiers/identifier.ts";

/** Decisions that keep the people of two identifiers apart, by whatever of their identifiers they were taken. */
export async function barsBetween(
  trx: WorkspaceTransaction,
  left: Identifier,
  right: Identifier,
): Promise<readonly string[]> {
  const held = ({ kind, value }: Identifier) => sql`
    select f.founder_kind as kind, f.founder_value as value from profiles f
    where f.canonical_id in (${personOf({ kind, value })})
    union select i.kind, i.value from profiles f join identifiers i on i.profile_id = f.id
    where f.canonical_id in (${personOf({ kind, value })})`;
  const { rows } = await sql<{ id: string }>`
    select distinct d.id from (${held(left)}) l
    join identity_constraints c on c.kind = l.kind and c.value = l.value
    join (${held(right)}) r on r.kind = c.other_kind and r.value = c.other_value
    join identity_decisions d on d.id = c.decision_id and d.verdict = 'apart'`.execute(trx);
  return rows.map(({ id }) => id);
}

function personOf({ kind, value }: Identifier) {
  return sql`select canonical_id from profiles where founder_kind = ${kind} and founder_value = ${value}
    union select p.canonical_id from identifiers i join profiles p on p.id = i.profile_id
    where i.kind = ${kind} and i.value = ${value}`;
}
