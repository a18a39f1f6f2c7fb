import type { FieldValue } from "@causeway/platform-contract";
import {
  retryConflicts,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { fieldNamed, fieldTypes, objectNamed } from "@causeway/platform-schema";
import { type Selectable, sql } from "kysely";
import { recordTable, uniqueIndexName } from "../../store/record-table.ts";
import { changeSchema } from "../change-schema.ts";
import type { MetadataTables } from "../metadata-tables.ts";
import { readSchema } from "../read-schema.ts";
import type { ConversionTables } from "./conversion-tables.ts";
import { convertValue } from "./convert-value.ts";
import { writeLosses } from "./losses.ts";
import { conversionTrigger, nextColumn } from "./start-conversion.ts";

type Conversion = Selectable<ConversionTables["field_conversions"]>;

const chunk = 2000;
/** Editors of the same records may win a deadlock against a chunk, but not for ever. */
const attempts = 10;
/** As many as are converted while everybody waits for the swap. */
const fewLeft = 200;

/**
 * Fills the column of a conversion, chunk by chunk, builds its index, and puts it in the place of the old one within a
 * moment. Goes on where it was left; ends between two chunks when aborted. What fails leaves the field as it was.
 */
export async function convertField(
  workspace: WorkspaceDatabase,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  const conversion = await workspace.transaction((trx) => readConversion(trx, id));
  if (conversion?.state !== "filling") return;
  try {
    const inChunk = <T>(work: (trx: WorkspaceTransaction) => Promise<T>) =>
      retryConflicts(() => workspace.transaction(work), attempts);
    while (await inChunk((trx) => fillNext(trx, id))) {
      if (signal?.aborted) return;
    }
    if (signal?.aborted) return;
    await buildIndex(workspace, conversion);
    do {
      while ((await inChunk((trx) => fillChanged(trx, conversion, chunk))) > fewLeft) {
        if (signal?.aborted) return;
      }
    } while (!(await swap(workspace, conversion)));
  } catch (error) {
    await giveUp(workspace, conversion, error);
    return;
  }
  await writeLosses(workspace, conversion);
}

/** False when every record has been looked at. */
async function fillNext(trx: WorkspaceTransaction, id: string): Promise<boolean> {
  const conversion = await readConversion(trx, id);
  if (conversion === undefined) return false;
  const column = sql.id(conversion.field);
  const { rows } = await sql<Held>`select t.id, t.${column} as value
    from ${recordTable(conversion.object)} t
    where ${conversion.filled_to === null ? sql`true` : sql`t.id > ${conversion.filled_to}`}
    order by t.id limit ${chunk}`.execute(trx);
  await fill(trx, conversion, rows);
  const last = rows.at(-1);
  if (last === undefined) return false;
  await trx
    .$extendTables<ConversionTables>()
    .updateTable("field_conversions")
    .set((set) => ({ filled_to: last.id, filled: set("filled", "+", rows.length) }))
    .where("id", "=", id)
    .execute();
  return rows.length === chunk;
}

/** Converts once more what was written since; returns how many that were. */
async function fillChanged(
  trx: WorkspaceTransaction,
  conversion: Conversion,
  most: number,
): Promise<number> {
  const { object, field } = conversion;
  const { rows } = await sql<Held>`
    with noted as (
      delete from field_conversion_notes where (object, field, record_id) in (
        select object, field, record_id from field_conversion_notes
        where object = ${object} and field = ${field} limit ${most})
      returning record_id)
    select t.id, t.${sql.id(field)} as value from ${recordTable(object)} t
    where t.id in (select record_id from noted)`.execute(trx);
  await fill(trx, conversion, rows);
  return rows.length;
}

interface Held {
  readonly id: string;
  readonly value: unknown;
}

async function fill(
  trx: WorkspaceTransaction,
  { id, object: name, field, target, locale }: Conversion,
  rows: readonly Held[],
): Promise<void> {
  const before = fieldNamed(objectNamed(await readSchema(trx), name), field);
  if (before === undefined) throw new TypeError(`The field "${field}" is gone`);
  const next = nextColumn(field);
  const lost: { id: string; value: FieldValue }[] = [];
  const converted = rows.map((row) => {
    if (row.value === null) return { id: row.id, [next]: null };
    const value = fieldTypes[before.type].present(row.value);
    const result = value === null ? null : convertValue(before, target, value, locale);
    if (result === undefined) lost.push({ id: row.id, value });
    return { id: row.id, [next]: result ?? null };
  });
  if (converted.length === 0) return;
  await sql`update ${recordTable(name)} t set ${sql.id(next)} = r.${sql.id(next)}
    from json_to_recordset(${JSON.stringify(converted)}::json)
      as r(id uuid, ${sql.id(next)} ${sql.raw(fieldTypes[target.type].columnType)})
    where t.id = r.id and t.${sql.id(next)} is distinct from r.${sql.id(next)}`.execute(trx);
  await sql`delete from field_conversion_losses
    where conversion_id = ${id} and record_id = any(${rows.map((row) => row.id)}::uuid[])`.execute(
    trx,
  );
  if (lost.length === 0) return;
  await sql`insert into field_conversion_losses (conversion_id, record_id, value)
    select ${id}, r.id, r.value from json_to_recordset(${JSON.stringify(lost)}::json)
      as r(id uuid, value jsonb)`.execute(trx);
}

async function buildIndex(workspace: WorkspaceDatabase, { object, target }: Conversion) {
  const name = sql.id(indexName(target.name));
  const column = sql.id(nextColumn(target.name));
  const { index } = fieldTypes[target.type];
  if (!target.unique && index === undefined) return;
  const on = target.unique
    ? sql`create unique index concurrently ${name} on ${recordTable(object)} (${column})
        where deleted_at is null`
    : index === "value"
      ? sql`create index concurrently ${name} on ${recordTable(object)} (${column})
          where ${column} is not null`
      : sql`create index concurrently ${name} on ${recordTable(object)} (${column}, id)
          where deleted_at is null`;
  await workspace.alterOutsideTransaction(sql`drop index concurrently if exists ${name}`);
  await workspace.alterOutsideTransaction(on);
}

function indexName(field: string): string {
  return `next_${field}`;
}

/** False where too much was written meanwhile to be converted under the lock. */
function swap(workspace: WorkspaceDatabase, conversion: Conversion): Promise<boolean> {
  const { id, object, field, target, actor_kind, actor_id } = conversion;
  const audit = {
    actor: { kind: actor_kind, id: actor_id },
    action: "schema.field-converted",
    subject: `${object}.${field}`,
    details: { type: target.type },
  };
  return changeSchema(workspace, audit, async (trx, schema) => {
    await sql`lock table ${recordTable(object)} in access exclusive mode`.execute(trx);
    if ((await fillChanged(trx, conversion, fewLeft)) === fewLeft) return false;
    const before = fieldNamed(objectNamed(schema, object), field);
    const table = recordTable(object);
    await dropTrigger(trx, conversion);
    await sql`alter table ${table} drop column ${sql.id(field)}`.execute(trx);
    await sql`alter table ${table} rename column ${sql.id(nextColumn(field))} to ${sql.id(field)}`.execute(
      trx,
    );
    if (target.unique) {
      await sql`alter index ${sql.id(indexName(field))}
        rename to ${sql.id(uniqueIndexName(object, field))}`.execute(trx);
    } else if (fieldTypes[target.type].index !== undefined) {
      await sql`alter index ${sql.id(indexName(field))}
        rename to ${sql.id(`by_${id.replaceAll("-", "")}`)}`.execute(trx);
    }
    const metadata = trx.$extendTables<MetadataTables>();
    await metadata
      .updateTable("schema_fields")
      .set({
        type: target.type,
        options: JSON.stringify(target.options),
        searched: target.searched === true && before?.searched === true,
      })
      .where("object", "=", object)
      .where("name", "=", field)
      .execute();
    await trx
      .$extendTables<ConversionTables>()
      .updateTable("field_conversions")
      .set({ state: "done", finished_at: new Date() })
      .where("id", "=", id)
      .execute();
    return true;
  });
}

/** Takes the second column away again and says why. */
async function giveUp(workspace: WorkspaceDatabase, conversion: Conversion, error: unknown) {
  const { id, object, field, actor_kind, actor_id } = conversion;
  const text = error instanceof Error ? error.message : String(error);
  const actor = { kind: actor_kind, id: actor_id };
  const audit = { actor, action: "schema.field-conversion-failed", subject: `${object}.${field}` };
  await changeSchema(workspace, audit, async (trx) => {
    const table = recordTable(object);
    await dropTrigger(trx, conversion);
    await sql`alter table ${table} drop column if exists ${sql.id(nextColumn(field))}`.execute(trx);
    await sql`delete from field_conversion_notes where object = ${object} and field = ${field}`.execute(
      trx,
    );
    await trx
      .$extendTables<ConversionTables>()
      .updateTable("field_conversions")
      .set({ state: "failed", error: text.slice(0, 500), finished_at: new Date() })
      .where("id", "=", id)
      .execute();
  });
}

async function dropTrigger(trx: WorkspaceTransaction, { id, object }: Conversion): Promise<void> {
  const name = sql.id(conversionTrigger(id));
  await sql`drop trigger if exists ${name} on ${recordTable(object)}`.execute(trx);
  await sql`drop function if exists ${name}()`.execute(trx);
}

async function readConversion(
  trx: WorkspaceTransaction,
  id: string,
): Promise<Conversion | undefined> {
  return trx
    .$extendTables<ConversionTables>()
    .selectFrom("field_conversions")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
}
