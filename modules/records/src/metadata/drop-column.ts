import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { recordTable } from "../store/record-table.ts";
import { dropTotalsOf } from "../totals/drop-totals.ts";

/** Takes the column of a field out of its table, and before it the totals that triggers keep of it; within `changeSchema`. */
export async function dropColumn(
  trx: WorkspaceTransaction,
  object: string,
  field: string,
): Promise<void> {
  await dropTotalsOf(trx, object, field);
  await sql`alter table ${recordTable(object)} drop column ${sql.id(field)}`.execute(trx);
}
