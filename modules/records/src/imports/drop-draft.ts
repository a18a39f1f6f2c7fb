import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { Actor } from "../store/actor.ts";
import { importTables } from "./import-tables.ts";

const rowsAtOnce = 50_000;

/** Removes somebody's own draft with its rows, in chunks; another's, or what is more than a draft, stays. */
export async function dropDraft(
  workspace: WorkspaceDatabase,
  id: string,
  { kind, id: actorId }: Actor,
): Promise<void> {
  for (let last = rowsAtOnce; ; last += rowsAtOnce) {
    const isOver = await workspace.transaction(async (trx) => {
      const draft = await importTables(trx)
        .selectFrom("imports")
        .select("id")
        .where("id", "=", id)
        .where("state", "=", "draft")
        .where("actor_kind", "=", kind)
        .where("actor_id", "=", actorId)
        .forUpdate()
        .executeTakeFirst();
      if (draft === undefined) return true;
      const rows = importTables(trx).deleteFrom("import_rows").where("import_id", "=", id);
      const { numDeletedRows } = await rows.where("number", "<=", last).executeTakeFirst();
      if (numDeletedRows > 0) return false;
      await importTables(trx).deleteFrom("imports").where("id", "=", id).execute();
      return true;
    });
    if (isOver) return;
  }
}
