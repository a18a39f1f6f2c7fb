import { AppError } from "@causeway/kernel";
import { type AuditActor, recordAudit } from "@causeway/platform-audit";
import type { Locale } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { IndexTables } from "./index-tables.ts";
import { drop } from "./keep-indexes.ts";

const words = { zh: "没有这个索引", en: "There is no such index." };

/** Takes away an index that lists use. Throws AppError("not-found"). */
export async function removeIndex(
  workspace: WorkspaceDatabase,
  name: string,
  { actor, locale }: { readonly actor: AuditActor; readonly locale: Locale },
): Promise<void> {
  const index = await workspace.transaction(async (trx) => {
    const row = await trx
      .$extendTables<IndexTables>()
      .selectFrom("list_indexes")
      .select(["name", "kind", "object", "fields", "sorted_by"])
      .where("name", "=", name)
      .executeTakeFirst();
    if (row === undefined) throw new AppError("not-found", words[locale]);
    await recordAudit(trx, { actor, action: "index.removed", subject: row.object, details: row });
    return row;
  });
  await drop(workspace, index);
}
