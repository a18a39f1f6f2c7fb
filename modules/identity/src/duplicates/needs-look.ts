import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { nameOfColumns } from "./compared-columns.ts";
import { readSights } from "./read-companies.ts";

/** Whether there are companies of which any came, went or changed since the last look, or what is kept from a role did. */
export async function needsLook(trx: WorkspaceTransaction): Promise<boolean> {
  const sights = (await readSights(trx)).map(nameOfColumns);
  const { rows } = await sql<{ readonly needed: boolean }>`
    select exists (select 1 from record_account where updated_at >= coalesce(l.looked_at, '-infinity'))
      or exists (select 1 from record_account) and not coalesce(l.state->'sights' ?& ${sights}::text[], false)
      as needed
    from (select 1) one left join company_duplicate_looks l on true`.execute(trx);
  return rows[0]?.needed ?? false;
}
