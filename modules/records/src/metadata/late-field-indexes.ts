import type { Field } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { ensureIndex } from "../indexes/ensure-index.ts";
import { recordTable } from "../store/record-table.ts";
import { alterTable, isTableBusy } from "./alter-table.ts";
import { fieldIndex, guardName, lateIndexName } from "./field-index.ts";
import { readSchema } from "./read-schema.ts";

/** A field whose index is not there yet. */
export interface LateField {
  readonly object: string;
  readonly field: Field;
}

interface Found {
  readonly table: string;
  readonly isUnique: boolean;
  readonly columns: readonly (string | null)[];
}

/** Fields without the index that their type, or being unique, asks for: the catalog is the only memory of what is left to do. */
export async function lateFields(trx: WorkspaceTransaction): Promise<readonly LateField[]> {
  const { objects } = await readSchema(trx);
  const { rows } = await sql<Found>`
    select c.relname as "table", i.indisunique as "isUnique",
      array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality as k(number, place)
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number and k.number > 0
        order by k.place) as columns
    from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = current_schema()::regnamespace and starts_with(c.relname, 'record_')
      and i.indisvalid`.execute(trx);
  const guards = await sql<{ name: string }>`
    select conname as name from pg_constraint
    where connamespace = current_schema()::regnamespace and contype = 'c'
      and starts_with(conname, 'until_indexed_')`.execute(trx);
  const key = (table: string, isUnique: boolean, columns: readonly (string | null)[]) =>
    JSON.stringify([table, isUnique, columns]);
  const there = new Set(rows.map((row) => key(row.table, row.isUnique, row.columns)));
  const guarded = new Set(guards.rows.map(({ name }) => name));
  return objects.flatMap(({ name: object, fields }) =>
    fields.flatMap((field) => {
      const index = fieldIndex(object, field);
      if (index === undefined) return [];
      const isThere = there.has(key(`record_${object}`, index.isUnique, index.columns));
      return isThere && !guarded.has(guardName(object, field.name)) ? [] : [{ object, field }];
    }),
  );
}

/**
 * Builds the indexes of fields that were added to large tables, of all objects unless one is given, one at a time and beside
 * all other work. Whoever calls it again goes on where a crash ended it.
 */
export async function buildFieldIndexes(
  workspace: WorkspaceDatabase,
  { only, signal }: { readonly only?: string; readonly signal?: AbortSignal } = {},
): Promise<number> {
  const late = () => workspace.transaction(lateFields, { readOnly: true });
  let built = 0;
  for (const { object, field } of await late()) {
    if (signal?.aborted) break;
    if (only !== undefined && object !== only) continue;
    try {
      await buildFieldIndex(workspace, object, field);
      built++;
    } catch (error) {
      // A field that was removed or converted meanwhile needs none any more.
      const isLate = (await late()).some(
        (each) => each.object === object && each.field.name === field.name,
      );
      if (isLate) throw error;
    }
  }
  return built;
}

async function buildFieldIndex(
  workspace: WorkspaceDatabase,
  object: string,
  field: Field,
): Promise<void> {
  const index = fieldIndex(object, field);
  if (index === undefined) return;
  const name = lateIndexName(object, field);
  const kind = sql.raw(index.isUnique ? "unique index" : "index");
  await ensureIndex(workspace, name, sql`create ${kind} concurrently ${sql.id(name)} ${index.on}`);
  if (field.unique) await dropGuard(workspace, object, field.name);
}

async function dropGuard(
  workspace: WorkspaceDatabase,
  object: string,
  field: string,
): Promise<void> {
  const drop = sql`alter table ${recordTable(object)}
    drop constraint if exists ${sql.id(guardName(object, field))}`;
  for (;;) {
    try {
      await alterTable(workspace, { table: object }, (trx) => drop.execute(trx));
      return;
    } catch (error) {
      if (!isTableBusy(error)) throw error;
    }
  }
}
