import type { Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { mergedInto } from "../../merges/find-merges.ts";
import type { FieldChanges } from "../../store/write-entries.ts";
import { type ImportError, importTables, type RowIssue } from "../import-tables.ts";
import { importActor, type StoredImport, withSheetRow } from "../load-import.ts";
import { findOwners, newsOf } from "../rows/find-owners.ts";
import type { ReferenceFinder } from "../rows/find-references.ts";
import type { ImportPlan } from "../rows/import-plan.ts";
import { readRow, type SourceRow } from "../rows/read-row.ts";
import { referenceIssue, withReferences } from "../rows/resolve-rows.ts";
import { applyUpdates, type RowUpdate } from "./apply-rows.ts";
import { rememberRows, withErrors } from "./record-progress.ts";

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
  const found = await importTables(trx)
    .selectFrom("import_rows")
    .selectAll()
    .where("import_id", "=", stored.id)
    .where("number", ">", stored.linked)
    .orderBy("number")
    .limit(limit)
    .execute();
  const source = found.map(withSheetRow);
  const last = source.at(-1);
  if (last === undefined) return 0;
  const rows = source.map((row) => ({ row, links: linksOf(plan, row) }));
  await finder.prepare(
    trx,
    rows.flatMap(({ links }) => links),
  );
  const held = await heldByMerged(trx, plan, source, finder);
  const errors: (ImportError & { readonly number: number })[] = [];
  const updates = new Map<string, RowUpdate>();
  for (const { row, links } of rows) {
    if (row.record_id === null || links.length === 0) continue;
    const { values, issues } = linkValues(row.record_id, links, finder, held.get(row.number));
    const { number, line, row: sheetRow } = row;
    errors.push(...issues.map((issue) => ({ number, line, row: sheetRow, ...issue })));
    const known = updates.get(row.record_id)?.values;
    updates.set(row.record_id, {
      number,
      recordId: row.record_id,
      values: { ...known, ...values },
    });
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
  await rememberIssues(trx, stored.id, errors);
  await importTables(trx)
    .updateTable("imports")
    .set({
      linked: last.number,
      updated:
        stored.updated +
        changed.filter(({ number }) => before.get(number)?.action === "skip").length,
      errors: withErrors(
        stored,
        errors.map(({ number: _, ...error }) => error),
      ),
    })
    .where("id", "=", stored.id)
    .execute();
  return source.length;
}

/** What a row's references are to be. Nothing shall refer to itself because it was merged with what it referred to. */
function linkValues(
  recordId: string,
  links: ReturnType<typeof linksOf>,
  finder: ReferenceFinder,
  held: readonly Values[] | undefined,
): { readonly values: Values; readonly issues: readonly RowIssue[] } {
  const values: Values = {};
  const issues: RowIssue[] = [];
  for (const { column, text } of links) {
    const found = finder.find(column, text);
    if (typeof found !== "object") issues.push(referenceIssue(column.column, text, found));
    else {
      const isMerged = held !== undefined || found.isMerged === true;
      if (!(isMerged && found.id === recordId)) values[column.field.name] = found.id;
    }
  }
  return { values: newsOf(values, held), issues };
}

/** What records that were merged held, for the rows that name one of them, by the rows' numbers. */
async function heldByMerged(
  trx: WorkspaceTransaction,
  plan: ImportPlan,
  source: readonly (SourceRow & { readonly record_id: string | null })[],
  finder: ReferenceFinder,
): Promise<ReadonlyMap<number, readonly Values[]>> {
  const ids = source.flatMap(({ record_id: id }) => id ?? []);
  const survivors = new Set((await mergedInto(trx, ids)).map(({ of }) => of));
  const own = source
    .filter(({ record_id: id }) => id !== null && survivors.has(id))
    .map((row) => readRow(plan, row));
  await finder.prepare(
    trx,
    own.flatMap(({ references }) => references),
  );
  const linked = own.map((row) => ({ ...row, values: withReferences(row, finder) }));
  const owners = await findOwners(trx, plan, linked);
  return new Map([...owners].flatMap(([number, { held }]) => (held ? [[number, held]] : [])));
}

/** Of rows that were taken without their reference. */
async function rememberIssues(
  trx: WorkspaceTransaction,
  importId: string,
  errors: readonly (RowIssue & { readonly number: number })[],
): Promise<void> {
  const issues = errors.map(({ number, column, message }) => ({
    number,
    issue: { column, message },
  }));
  await sql`update import_rows t set issues = r.issues
    from (select number, jsonb_agg(issue) as issues
      from json_to_recordset(${JSON.stringify(issues)}::json) as e(number integer, issue jsonb)
      group by number) r
    where t.import_id = ${importId} and t.number = r.number`.execute(trx);
}

function linksOf(plan: ImportPlan, row: SourceRow) {
  return readRow(plan, row).references.filter(({ column }) => column.isLink);
}
