import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { ErasureCounts, PrivacyTables } from "./erasure-tables.ts";

/**
 * Adds to what the certificate will say, in the transaction that did it: what a crash undoes is not counted, and what
 * stands is counted once.
 */
export async function countRows(
  trx: WorkspaceTransaction,
  erasure: string,
  added: ErasureCounts,
): Promise<void> {
  const entries = Object.entries(added).filter(([, rows]) => rows.deleted + rows.changed > 0);
  if (entries.length === 0) return;
  const tables = trx.$extendTables<PrivacyTables>();
  const { counts: before } = await tables
    .selectFrom("erasures")
    .select("counts")
    .where("id", "=", erasure)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const counts = { ...before };
  for (const [table, { deleted, changed }] of entries) {
    const known = counts[table] ?? { deleted: 0, changed: 0 };
    counts[table] = { deleted: known.deleted + deleted, changed: known.changed + changed };
  }
  await tables
    .updateTable("erasures")
    .set({ counts: JSON.stringify(counts) })
    .where("id", "=", erasure)
    .execute();
}
