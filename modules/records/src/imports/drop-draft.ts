import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Actor } from "../store/actor.ts";
import { notifyPages } from "../store/record-change.ts";
import { importTables } from "./import-tables.ts";

const rowsAtOnce = 50_000;

/** Removes a draft with its rows, in chunks; with `by` only that person's own. What was ever started stays. */
export async function dropDraft(
  workspace: WorkspaceDatabase,
  id: string,
  by?: Actor,
): Promise<void> {
  let isOver = false;
  while (!isOver) isOver = await workspace.transaction((trx) => dropNext(trx, id, by));
}

async function dropNext(
  trx: WorkspaceTransaction,
  id: string,
  by: Actor | undefined,
): Promise<boolean> {
  const drafts = importTables(trx)
    .selectFrom("imports")
    .select("id")
    .where("id", "=", id)
    .where("state", "in", ["draft", "cancelled"])
    .where("map", "is", null);
  const own = by && drafts.where("actor_kind", "=", by.kind).where("actor_id", "=", by.id);
  const draft = await (own ?? drafts).forUpdate().executeTakeFirst();
  if (draft === undefined) return true;
  const { numAffectedRows } = await sql`delete from import_rows where import_id = ${id}
    and number < (select min(number) + ${rowsAtOnce} from import_rows where import_id = ${id})`.execute(
    trx,
  );
  if ((numAffectedRows ?? 0n) > 0n) return false;
  await importTables(trx).deleteFrom("imports").where("id", "=", id).execute();
  await notifyPages(trx, { topic: "imports", ids: [id] });
  return true;
}
