import type { Label, ObjectDefinition, Values } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import type { Schema } from "@causeway/platform-schema";
import { type Selectable, sql } from "kysely";
import { readSchema } from "../../metadata/read-schema.ts";
import { announceChange } from "../../store/record-change.ts";
import { recordTable, sameValue } from "../../store/record-table.ts";
import { type FieldChanges, removeSearchEntries } from "../../store/write-entries.ts";
import { type ImportError, type ImportTables, importTables } from "../import-tables.ts";
import { importActor, type StoredImport, withSheetRow } from "../load-import.ts";
import { applyUpdates, lockRecords, type RowUpdate } from "./apply-rows.ts";
import type { ImportStep } from "./import-step.ts";
import { recordProgress } from "./record-progress.ts";
import { takeBackFields } from "./take-back-fields.ts";

type ImportRow = Selectable<ImportTables["import_rows"]>;

const words = {
  edited: { zh: "导入后被修改过，已保留", en: "was edited since the import and stays" },
  used: { zh: "被其他记录引用，已保留", en: "is referred to by other records and stays" },
  field: {
    zh: "此字段导入后被修改过，未恢复",
    en: "was edited since the import and is not restored",
  },
} as const satisfies Record<string, Label>;

/**
 * Takes an import back: what it created goes as if it had never been, what it changed gets its values back, and fields
 * that it added and nobody uses go as well. What people have edited since stays, and is reported.
 */
export function runUndo(
  workspace: WorkspaceDatabase,
  begun: StoredImport,
  object: ObjectDefinition,
): ImportStep {
  return {
    state: "undoing",
    end: "undone",
    reset: () => undefined,
    settle: () => takeBackFields(workspace, begun),
    async run(trx, stored, limit) {
      // From the last row to the first: what a later one changed is what an earlier one had left.
      const rows = await importTables(trx)
        .selectFrom("import_rows")
        .selectAll()
        .where("import_id", "=", stored.id)
        .where("number", "<=", stored.row_count - stored.done)
        .orderBy("number", "desc")
        .limit(limit)
        .execute();
      if (rows.length === 0) {
        await removeMissing(trx, stored);
        return 0;
      }
      const errors = [
        ...(await takeBackCreations(trx, stored, object, rows)),
        ...(await takeBackChanges(trx, stored, object, rows)),
      ];
      errors.sort((a, b) => a.line - b.line);
      await recordProgress(trx, stored, { applied: [], errors, done: rows.length });
      return rows.length;
    },
  };
}

async function takeBackCreations(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  object: ObjectDefinition,
  rows: readonly ImportRow[],
): Promise<readonly ImportError[]> {
  const created = rows.filter(({ action }) => action === "create");
  const ids = created.flatMap(({ record_id: id }) => id ?? []);
  const records = await lockRecords(trx, object, ids);
  const used = await findUsed(trx, await readSchema(trx), object.name, ids, stored.id);
  const versions = await versionsLeft(trx, stored, ids);
  const errors: ImportError[] = [];
  const gone: string[] = [];
  for (const { record_id: id, line, row } of created.map(withSheetRow)) {
    const record = id === null ? undefined : records.get(id);
    if (record === undefined) continue;
    const isEdited = record.version !== versions.get(record.id);
    const problem = isEdited ? words.edited : used.has(record.id) ? words.used : undefined;
    if (problem === undefined) gone.push(record.id);
    else errors.push({ line, row, column: "", message: problem });
  }
  await eraseRecords(trx, stored, object.name, gone);
  return errors;
}

/** Versions that the import left: a later row of the same file may have changed what an earlier one made. */
async function versionsLeft(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = await sql<{ readonly id: string; readonly version: number }>`
    select record_id as id, max(version) as version from record_changes
    where record_id = any(${[...ids]}::uuid[])
      and actor_kind = 'import' and actor_id = ${stored.id}
    group by record_id`.execute(trx);
  return new Map(found.rows.map(({ id, version }) => [id, version]));
}

async function takeBackChanges(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  object: ObjectDefinition,
  rows: readonly ImportRow[],
): Promise<readonly ImportError[]> {
  const changed = rows.filter(({ action }) => action === "update");
  const records = await lockRecords(
    trx,
    object,
    changed.flatMap(({ record_id: id }) => id ?? []),
  );
  const errors: ImportError[] = [];
  const left = new Map<string, Values>();
  const updates = new Map<string, RowUpdate>();
  for (const { record_id: id, line, row, number, changes } of changed.map(withSheetRow)) {
    const record = id === null ? undefined : records.get(id);
    if (record === undefined) continue;
    const held = left.get(record.id) ?? record.values;
    const { values, edited } = takenBack(held, changes ?? {});
    for (const column of edited) errors.push({ line, row, column, message: words.field });
    left.set(record.id, { ...held, ...values });
    // Of several rows for one record the first knows what was there before the import.
    const later = updates.get(record.id)?.values;
    updates.set(record.id, { number, recordId: record.id, values: { ...later, ...values } });
  }
  await applyUpdates(trx, [...updates.values()], { object, actor: importActor(stored) });
  return errors;
}

/** The values that a record had before a row changed them to what it holds, and the fields that were edited since. */
function takenBack(
  held: Values,
  changes: FieldChanges,
): { readonly values: Values; readonly edited: readonly string[] } {
  // Whoever removed a field has taken its values away already.
  const there = Object.entries(changes).filter(([name]) => Object.hasOwn(held, name));
  const isUntouched = ([name, { to }]: (typeof there)[number]) => sameValue(held[name] ?? null, to);
  return {
    values: Object.fromEntries(there.filter(isUntouched).map(([name, { from }]) => [name, from])),
    edited: there.filter((change) => !isUntouched(change)).map(([name]) => name),
  };
}

/** Which of the records are referred to by records that the import did not make. */
async function findUsed(
  trx: WorkspaceTransaction,
  schema: Schema,
  object: string,
  ids: readonly string[],
  importId: string,
): Promise<ReadonlySet<string>> {
  const parts = schema.objects.flatMap(({ name, fields }) =>
    fields
      .filter(({ type, target }) => type === "reference" && target === object)
      .map(
        (field) => sql`select ${sql.id(field.name)} as id from ${recordTable(name)}
          where ${sql.id(field.name)} = any(${[...ids]}::uuid[])
          and deleted_at is null and import_id is distinct from ${importId}`,
      ),
  );
  if (parts.length === 0 || ids.length === 0) return new Set();
  const found = await sql<{ readonly id: string }>`${sql.join(parts, sql` union `)}`.execute(trx);
  return new Set(found.rows.map(({ id }) => id));
}

async function eraseRecords(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  object: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const own = sql`any(${[...ids]}::uuid[])`;
  await sql`delete from ${recordTable(object)} where id = ${own}`.execute(trx);
  await sql`delete from record_changes where record_id = ${own} and object = ${object}`.execute(
    trx,
  );
  await removeSearchEntries(trx, object, ids);
  const actor = importActor(stored);
  await announceChange(trx, { kind: "delete", object, ids, fields: [], actor });
}

/** Records that the import made because something referred to them. */
async function removeMissing(trx: WorkspaceTransaction, stored: StoredImport): Promise<void> {
  const schema = await readSchema(trx);
  for (const { name } of schema.objects) {
    if (name === stored.object) continue;
    const found = await sql<{ readonly id: string }>`select id from ${recordTable(name)}
      where import_id = ${stored.id} and version = 1`.execute(trx);
    const ids = found.rows.map(({ id }) => id);
    const used = await findUsed(trx, schema, name, ids, stored.id);
    await eraseRecords(
      trx,
      stored,
      name,
      ids.filter((id) => !used.has(id)),
    );
  }
}
