import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Identifier } from "../identifiers/identifier.ts";
import { recomputePeople } from "./recompute-people.ts";

/**
 * Computes whoever holds one of these identifiers, was founded by it, or gave it although it was left with another, again,
 * with all who may come out differently then. Says whether that was left to the background.
 */
export async function recomputeHolders(
  trx: WorkspaceTransaction,
  identifiers: readonly Identifier[],
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    with sides as (select * from unnest(${identifiers.map(({ kind }) => kind)}::text[],
      ${identifiers.map(({ value }) => value)}::text[]) as s(kind, value))
    select p.id from sides s join profiles p
      on p.founder_kind = s.kind and p.founder_value = s.value
    union select i.profile_id from sides join identifiers i using (kind, value)
    union select n.profile_id from sides join identity_notes n using (kind, value)`.execute(trx);
  return recomputePeople(
    trx,
    rows.map(({ id }) => id),
  );
}
