import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { MetadataTables } from "../../metadata/metadata-tables.ts";
import { filledFields } from "../filled-fields.ts";
import { importTables, type MadeField } from "../import-tables.ts";
import { mapOf, type StoredImport } from "../load-import.ts";

/** A field to be removed, with the import that added it. */
export type OwedField = Pick<MadeField, "name" | "position"> & { readonly importId: string };

/**
 * The fields that go with an import: those that it has added and nobody has removed since, and those that an import taken
 * back earlier had to leave because this one had filled them.
 */
export async function fieldsToTakeBack(
  trx: WorkspaceTransaction,
  stored: StoredImport,
): Promise<readonly OwedField[]> {
  const { object } = stored;
  if (object === null) return [];
  const earlier = await importTables(trx)
    .selectFrom("imports")
    .select(["id", "made_fields"])
    .where("object", "=", object)
    .where("state", "=", "undone")
    .where("id", "<>", stored.id)
    .execute();
  const filled = filledFields(mapOf(stored));
  const owed = [
    ...stored.made_fields.map(({ name, position }) => ({ name, position, importId: stored.id })),
    ...earlier.flatMap(({ id, made_fields: made }) =>
      made
        .filter(({ name, state }) => state === "kept" && filled.has(name))
        .map(({ name, position }) => ({ name, position, importId: id })),
    ),
  ];
  if (owed.length === 0) return [];
  const there = await trx
    .$extendTables<MetadataTables>()
    .selectFrom("schema_fields")
    .select("position")
    .where("object", "=", object)
    .execute();
  const positions = new Set(there.map(({ position }) => position));
  return owed.filter(({ position }) => positions.has(position));
}
