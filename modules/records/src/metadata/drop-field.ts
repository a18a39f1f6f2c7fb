import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { dropColumn } from "./drop-column.ts";
import type { MetadataTables } from "./metadata-tables.ts";

/** Takes a field out of its table, of views that show it, and of the schema; within `changeSchema`, which locks both. */
export async function dropField(
  trx: WorkspaceTransaction,
  object: string,
  field: string,
): Promise<void> {
  await sql`update list_views set columns = columns - ${field}::text where object = ${object}`.execute(
    trx,
  );
  await dropColumn(trx, object, field);
  await sql`delete from field_masks where object = ${object} and name = ${field}`.execute(trx);
  await trx
    .$extendTables<MetadataTables>()
    .deleteFrom("schema_fields")
    .where("object", "=", object)
    .where("name", "=", field)
    .execute();
}
