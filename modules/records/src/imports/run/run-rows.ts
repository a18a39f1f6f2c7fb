import type { WorkspaceTransaction } from "@causeway/platform-database";
import { forgetCells } from "../forget-cells.ts";
import type { ImportError } from "../import-tables.ts";
import { importActor, type StoredImport } from "../load-import.ts";
import type { ReferenceFinder } from "../rows/find-references.ts";
import type { ImportPlan } from "../rows/import-plan.ts";
import type { ReadRow } from "../rows/read-row.ts";
import { type ResolvedRow, resolveRows } from "../rows/resolve-rows.ts";
import { type AppliedRow, applyCreates, applyUpdates, type RowUpdate } from "./apply-rows.ts";
import { makeMissing } from "./make-missing.ts";
import { recordProgress } from "./record-progress.ts";

/** Works off the next rows of an import. */
export async function runRows(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  plan: ImportPlan,
  finder: ReferenceFinder,
  rows: readonly ReadRow[],
): Promise<void> {
  const references = rows.flatMap((row) => row.references.filter(({ column }) => !column.isLink));
  await finder.prepare(trx, references);
  if (plan.createMissing) await makeMissing(trx, stored, references, finder);
  const applied: AppliedRow[] = [];
  const errors: ImportError[] = [];
  const forgotten: ResolvedRow[] = [];
  const context = {
    object: plan.object,
    importId: stored.id,
    ownerId: stored.actor_kind === "user" ? stored.actor_id : null,
    actor: importActor(stored),
  };
  for (const wave of waves(plan, rows)) {
    const resolved = await resolveRows(trx, plan, wave, finder, { exists: true });
    for (const row of resolved) if (row.action === "error") errors.push(...errorsOf(row));
    forgotten.push(...resolved.filter(({ isForgotten }) => isForgotten));
    applied.push(...resolved.filter(({ action }) => action === "error").map(failed));
    const creates = resolved.filter(({ action }) => action === "create");
    applied.push(...(await applyCreates(trx, creates, context)));
    const updates = resolved.flatMap(({ action, number, recordId, news: values }) =>
      action === "update" && recordId !== undefined ? [{ number, recordId, values }] : [],
    );
    for (const once of rounds(updates)) applied.push(...(await applyUpdates(trx, once, context)));
  }
  await recordProgress(trx, stored, { applied, errors, done: rows.length });
  await forgetCells(trx, stored.id, forgotten);
}

function failed({ number, issues }: ResolvedRow): AppliedRow {
  return { number, action: "error", recordId: null, version: null, changes: null, issues };
}

function errorsOf({ line, row, issues }: ResolvedRow): ImportError[] {
  return issues.map(({ column, message }) => ({ line, row, column, message }));
}

/** Rows in sets in which no key stands twice: a later row with the same key changes what an earlier one made. */
function waves(plan: ImportPlan, rows: readonly ReadRow[]): readonly (readonly ReadRow[])[] {
  if (plan.key.length === 0 && plan.id < 0) return [rows];
  return inSets(rows, (row) => textualKey(plan, row));
}

/** Updates in sets in which no record stands twice: several keys lead to one whose likes were merged into it. */
function rounds(updates: readonly RowUpdate[]): readonly (readonly RowUpdate[])[] {
  return inSets(updates, ({ recordId }) => recordId);
}

function inSets<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
): readonly (readonly Item[])[] {
  const sets: Item[][] = [];
  const seen = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    const place = key === undefined ? 0 : (seen.get(key) ?? 0);
    if (key !== undefined) seen.set(key, place + 1);
    const set = sets[place] ?? [];
    set.push(item);
    sets[place] = set;
  }
  return sets;
}

function textualKey(plan: ImportPlan, row: ReadRow): string | undefined {
  const id = row.cells[plan.id] ?? "";
  if (id !== "" || plan.key.length === 0) return id === "" ? undefined : `id ${id.toLowerCase()}`;
  const texts = new Map(row.references.map(({ column, text }) => [column.field.name, text]));
  const parts = plan.key.map((name) => row.values[name] ?? texts.get(name) ?? null);
  return parts.includes(null) ? undefined : JSON.stringify(parts);
}
