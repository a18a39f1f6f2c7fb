import type { RecordChange } from "@causeway/module-records";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

/**
 * A company that was merged, deleted or changed in what it was compared by is no longer proposed on the old grounds; the next
 * look sees it as it is then.
 */
export async function forgetChangedDuplicates(
  trx: WorkspaceTransaction,
  { kind, object, ids, fields }: RecordChange,
): Promise<void> {
  if (object !== "account" || kind === "create" || kind === "restore") return;
  const isAbout =
    kind === "delete"
      ? sql`true`
      : sql`exists (select 1 from jsonb_array_elements(evidence) e,
          jsonb_array_elements_text(e->'fields') f where f = any(${fields}::text[]))`;
  await sql`delete from company_duplicates where state = 'open' and ${isAbout}
    and (left_id = any(${ids}::uuid[]) or right_id = any(${ids}::uuid[]))`.execute(trx);
}
