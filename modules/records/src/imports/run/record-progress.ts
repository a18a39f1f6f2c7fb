import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { notifyPages } from "../../store/record-change.ts";
import { type ImportError, importTables } from "../import-tables.ts";
import type { StoredImport } from "../load-import.ts";
import type { AppliedRow } from "./apply-rows.ts";

export interface Progress {
  readonly applied: readonly AppliedRow[];
  readonly errors: readonly ImportError[];
  /** Rows worked off. */
  readonly done: number;
}

/** Remembers what became of rows and how far the import has come, in the transaction that did it. */
export async function recordProgress(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  { applied, errors, done }: Progress,
): Promise<void> {
  await rememberRows(trx, stored.id, applied);
  const count = (action: AppliedRow["action"]) =>
    applied.filter((row) => row.action === action).length;
  await importTables(trx)
    .updateTable("imports")
    .set({
      done: stored.done + done,
      created: stored.created + count("create"),
      updated: stored.updated + count("update"),
      failed: stored.failed + count("error"),
      errors: withErrors(stored, errors),
    })
    .where("id", "=", stored.id)
    .execute();
  await notifyPages(trx, { topic: "imports", ids: [stored.id] });
}

const mostErrors = 200;

/** The first errors, as an import shows them; every row keeps its own. */
export function withErrors(
  { errors: before }: Pick<StoredImport, "errors">,
  errors: readonly ImportError[],
): string {
  return JSON.stringify([...before, ...errors].slice(0, mostErrors));
}

/** Writes what became of rows. */
export async function rememberRows(
  trx: WorkspaceTransaction,
  importId: string,
  applied: readonly AppliedRow[],
): Promise<void> {
  if (applied.length === 0) return;
  await sql`update import_rows t
    set action = r.action, record_id = r."recordId", version = r.version, changes = r.changes,
      issues = r.issues
    from json_to_recordset(${JSON.stringify(applied)}::json)
      as r(number integer, action text, "recordId" uuid, version integer, changes jsonb,
        issues jsonb)
    where t.import_id = ${importId} and t.number = r.number`.execute(trx);
}
