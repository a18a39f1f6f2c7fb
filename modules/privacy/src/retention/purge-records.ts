import { createRedactor, type ErasedPerson } from "@causeway/platform-audit";
import type { RetentionScope } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { deleteOwnRows, ownRows } from "../erasure/own-rows.ts";
import { hooksOnce, type Tables } from "../erasure/personal-tables.ts";
import { expiredRecords } from "./preview-retention.ts";

const atOnce = 100;

export interface RecordsRule {
  readonly object: string;
  readonly scope: RetentionScope;
  readonly days: number;
}

/**
 * Deletes some records that are past their time for good, with their history, search entries, scores and whatever else is
 * tied to them; others that refer to them keep their own values. Returns how many.
 */
export async function purgeRecords(
  trx: WorkspaceTransaction,
  tables: Tables,
  rule: RecordsRule,
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select t.id from ${sql.table(`record_${rule.object}`)} t
    where ${expiredRecords(rule, now).test} order by t.id limit ${atOnce} for update`.execute(trx);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  const runs = await sql<{ id: string }>`select id from agent_runs
    where subject_object = ${rule.object} and subject_id = any(${ids}::uuid[])`.execute(trx);
  const gone: ErasedPerson = {
    ...{ profiles: [], identifiers: [], words: [] },
    records: ids.map((id) => ({ object: rule.object, id })),
    runs: runs.rows.map(({ id }) => id),
  };
  const redactor = createRedactor([]);
  for (const [, { erase }] of hooksOnce(tables)) {
    while (erase !== undefined && (await erase(trx, gone, redactor)) > 0);
  }
  for (const [table, { own }] of tables) {
    const where = own && ownRows(own, gone);
    while (where !== undefined && (await deleteOwnRows(trx, table, where)) > 0);
  }
  return ids.length;
}
