import { importMapSchema, type ParsedImportMap } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { importTables } from "../import-tables.ts";

/** A map that somebody imported a file of the same columns by. */
export interface EarlierMap {
  readonly map: ParsedImportMap;
  readonly fileName: string;
  readonly at: Date;
}

const looksAt = 30;

/**
 * The map of a person's latest import of a file with the same columns, in any order: what was chosen once need not be
 * chosen again. Imports that were taken back teach nothing.
 */
export async function earlierMap(
  trx: WorkspaceTransaction,
  {
    id,
    actorId,
    columns,
  }: { readonly id: string; readonly actorId: string; readonly columns: readonly string[] },
): Promise<EarlierMap | undefined> {
  const rows = await importTables(trx)
    .selectFrom("imports")
    .select(["columns", "map", "file_name", "created_at"])
    .where("actor_id", "=", actorId)
    .where("id", "<>", id)
    .where("map", "is not", null)
    .where("state", "not in", ["draft", "undoing", "undone"])
    .orderBy("created_at", "desc")
    .limit(looksAt)
    .execute();
  const wanted = [...columns].sort().join("\n");
  const found = rows.find(
    (row) =>
      row.columns
        .map(({ name }) => name)
        .sort()
        .join("\n") === wanted,
  );
  if (found === undefined) return undefined;
  return {
    map: importMapSchema.parse(found.map),
    fileName: found.file_name,
    at: found.created_at,
  };
}
