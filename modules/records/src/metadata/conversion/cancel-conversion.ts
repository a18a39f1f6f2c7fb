import { AppError } from "@causeway/kernel";
import { type AuditActor, recordAudit } from "@causeway/platform-audit";
import type { Locale } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { ConversionTables } from "./conversion-tables.ts";

const words = {
  unknown: { zh: "没有这个转换", en: "There is no such conversion." },
  over: { zh: "这个转换已经结束", en: "This conversion is over." },
};

/**
 * Asks for a conversion to stop; the field stays as it was. Whoever converts (`convertField`) takes away what was
 * filled. Throws AppError("not-found"), AppError("conflict") where it is over.
 */
export async function cancelConversion(
  trx: WorkspaceTransaction,
  id: string,
  { actor, locale }: { readonly actor: AuditActor; readonly locale: Locale },
): Promise<void> {
  const tables = trx.$extendTables<ConversionTables>();
  const found = await tables
    .selectFrom("field_conversions")
    .select(["state", "object", "field"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) throw new AppError("not-found", words.unknown[locale]);
  if (found.state === "cancelling") return;
  if (found.state !== "filling") throw new AppError("conflict", words.over[locale]);
  await tables
    .updateTable("field_conversions")
    .set({ state: "cancelling" })
    .where("id", "=", id)
    .execute();
  const subject = `${found.object}.${found.field}`;
  await recordAudit(trx, { actor, action: "schema.field-conversion-cancel", subject });
}
