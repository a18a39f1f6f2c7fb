import type { NewField } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { MetadataTables } from "../metadata/metadata-tables.ts";
import { importTables, type MadeField } from "./import-tables.ts";

/** Remembers which fields an import has added, in the transaction that adds them. */
export async function noteMadeFields(
  trx: WorkspaceTransaction,
  id: string,
  object: string,
  added: readonly NewField[],
): Promise<void> {
  const rows = await trx
    .$extendTables<MetadataTables>()
    .selectFrom("schema_fields")
    .select(["name", "label", "position"])
    .where("object", "=", object)
    .where(
      "name",
      "in",
      added.map(({ name }) => name),
    )
    .orderBy("position")
    .execute();
  const made = rows.map((row): MadeField => ({ ...row, state: "there", reasons: [] }));
  const { made_fields: before } = await importTables(trx)
    .selectFrom("imports")
    .select("made_fields")
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  await importTables(trx)
    .updateTable("imports")
    .set({ made_fields: JSON.stringify([...before, ...made]) })
    .where("id", "=", id)
    .execute();
}
