import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { FieldChanges } from "../../store/write-entries.ts";
import { type ImportError, importTables } from "../import-tables.ts";
import { importActor, type StoredImport } from "../load-import.ts";
import type { ReferenceFinder } from "../rows/find-references.ts";
import type { ImportPlan } from "../rows/import-plan.ts";
import { readRow } from "../rows/read-row.ts";
import { referenceIssue } from "../rows/resolve-rows.ts";
import { applyUpdates, type RowUpdate } from "./apply-rows.ts";
import { rememberRows } from "./record-progress.ts";

const mostErrors = 200;

/** Sets references between records of one object, now that all rows are there; how many rows there were. */
export async function runLinks(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  plan: ImportPlan,
  finder: ReferenceFinder,
  limit: number,
): Promise<number> {
  const hasLinks = plan.columns.some(({ isLink }) => isLink);
  if (!hasLinks) return 0;
  const source = await importTables(trx)
    .selectFrom("import_rows")
    .selectAll()
    .where("import_id", "=", stored.id)
    .where("number", ">", stored.linked)
    .orderBy("number")
    .limit(limit)
    .execute();
  const last = source.at(-1);
  if (last === undefined) return 0;
  const rows = source.map((row) => ({ row, links: linksOf(plan, row) }));
  await finder.prepare(
    trx,
    rows.flatMap(({ links }) => links),
  );
  const errors: ImportError[] = [];
  const updates = new Map<string, RowUpdate>();
  for (const { row, links } of rows) {
    if (row.record_id === null || links.length === 0) continue;
    const values: RowUpdate["values"] = {};
    for (const { column, text } of links) {
      const found = finder.find(column, text);
      if (typeof found === "object") values[column.field.name] = found.id;
      else errors.push({ line: row.line, ...referenceIssue(column.column, text, found) });
    }
    updates.set(row.record_id, { number: row.number, recordId: row.record_id, values });
  }
  const context = { object: plan.object, actor: importActor(stored) };
  const applied = await applyUpdates(trx, [...updates.values()], context);
  const before = new Map(source.map((row) => [row.number, row]));
  const changed = applied.flatMap((row) => {
    const own = before.get(row.number);
    if (row.action !== "update" || own === undefined) return [];
    // What the row did before stays what it did: a creation with a reference is still a creation.
    const isCreate = own.action === "create";
    const changes: FieldChanges | null = isCreate ? null : { ...own.changes, ...row.changes };
    return [{ ...row, action: isCreate ? ("create" as const) : ("update" as const), changes }];
  });
  await rememberRows(trx, stored.id, changed);
  await importTables(trx)
    .updateTable("imports")
    .set({
      linked: last.number,
      errors: JSON.stringify([...stored.errors, ...errors].slice(0, mostErrors)),
    })
    .where("id", "=", stored.id)
    .execute();
  return source.length;
}

function linksOf(
  plan: ImportPlan,
  {
    number,
    line,
    cells,
  }: { readonly number: number; readonly line: number; readonly cells: readonly string[] },
) {
  return readRow(plan, { number, line, cells }).references.filter(({ column }) => column.isLink);
}
