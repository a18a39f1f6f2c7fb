import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { FieldUse } from "../metadata/field-uses.ts";
import { filledFields } from "./filled-fields.ts";
import { importTables } from "./import-tables.ts";
import { mapOf } from "./load-import.ts";

/** The fields of an object that imports are about to write, or to take back what they wrote in them. */
export async function importUses(
  trx: WorkspaceTransaction,
  object: string,
  { except }: { readonly except?: string } = {},
): Promise<readonly FieldUse[]> {
  const open = await importTables(trx)
    .selectFrom("imports")
    .selectAll()
    .where("object", "=", object)
    .where("state", "in", ["queued", "running", "undoing"])
    .execute();
  return open
    .filter(({ id }) => id !== except)
    .flatMap((stored) => {
      const { file_name: name } = stored;
      const by = { zh: `正在进行的导入“${name}”`, en: `the running import of “${name}”` };
      return [...filledFields(mapOf(stored))].map((field) => ({ object, field, by }));
    });
}
