import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
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
  const plain = applied.filter(isPlainCreation);
  await rememberCreations(trx, importId, plain);
  const others = applied.filter((row) => !isPlainCreation(row));
  if (others.length === 0) return;
  await sql`update import_rows t
    set action = r.action, record_id = r."recordId", version = r.version, changes = r.changes,
      issues = r.issues
    from json_to_recordset(${JSON.stringify(others)}::json)
      as r(number integer, action text, "recordId" uuid, version integer, changes jsonb,
        issues jsonb)
    where t.import_id = ${importId} and t.number = r.number
      and ${isBetween(others)}`.execute(trx);
}

/** The rows of a chunk lie together: without it PostgreSQL may read all of a file to find them. */
function isBetween(rows: readonly AppliedRow[]): RawBuilder<boolean> {
  const numbers = rows.map(({ number }) => number);
  return sql`t.number between ${Math.min(...numbers)} and ${Math.max(...numbers)}`;
}

/** Of which nothing is to be remembered but the record. */
function isPlainCreation({ action, version, changes, issues = [] }: AppliedRow): boolean {
  return action === "create" && version === 1 && changes === null && issues.length === 0;
}

async function rememberCreations(
  trx: WorkspaceTransaction,
  importId: string,
  rows: readonly AppliedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const numbers = rows.map(({ number }) => number);
  const ids = rows.map(({ recordId }) => recordId);
  await sql`update import_rows t
    set action = 'create', record_id = r.id, version = 1, changes = null, issues = null
    from unnest(${numbers}::integer[], ${ids}::uuid[]) as r(number, id)
    where t.import_id = ${importId} and t.number = r.number
      and ${isBetween(rows)}`.execute(trx);
}
