import { type BothLanguages, wordsOf } from "@causeway/kernel";
import type { FieldValue } from "@causeway/platform-contract";
import {
  retryConflicts,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { fieldNamed, fieldTypes, objectNamed } from "@causeway/platform-schema";
import { type Selectable, sql } from "kysely";
import { cutText } from "../../search/cut-text.ts";
import { recordTable, uniqueIndexName } from "../../store/record-table.ts";
import { changeSchema } from "../change-schema.ts";
import { dropColumn } from "../drop-column.ts";
import type { MetadataTables } from "../metadata-tables.ts";
import { readSchema } from "../read-schema.ts";
import { whenFree } from "../when-free.ts";
import type { ConversionTables } from "./conversion-tables.ts";
import { convertValue } from "./convert-value.ts";
import { writeLosses } from "./losses.ts";
import { ensureNextIndex, isIndexReady, nextIndexName } from "./next-index.ts";
import { conversionTrigger, nextColumn } from "./start-conversion.ts";

type Conversion = Selectable<ConversionTables["field_conversions"]>;

const chunk = 2000;
/** Editors of the same records may win a deadlock against a chunk, but not for ever. */
const attempts = 10;
/** As many as are converted while everybody waits for the swap. */
const fewLeft = 200;

/**
 * Fills the column of a conversion, chunk by chunk, builds its index, and puts it in the place of the old one within a
 * moment. Goes on where it was left; ends between two chunks when aborted. What fails, or was cancelled, leaves the
 * field as it was.
 */
export async function convertField(
  workspace: WorkspaceDatabase,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  const conversion = await workspace.transaction((trx) => readConversion(trx, id));
  if (conversion === undefined) return;
  if (conversion.state === "filling") await fillAndSwap(workspace, conversion, signal);
  if (signal?.aborted) return;
  const state = (await workspace.transaction((trx) => readConversion(trx, id)))?.state;
  if (state === "cancelling") {
    await whenFree(() => takeBack(workspace, conversion, { state: "cancelled" }), signal);
  }
  // Also of one that was done when its process ended.
  if (state === "done") await writeLosses(workspace, conversion);
}

async function fillAndSwap(
  workspace: WorkspaceDatabase,
  conversion: Conversion,
  signal: AbortSignal | undefined,
): Promise<void> {
  const inChunk = <T>(work: (trx: WorkspaceTransaction) => Promise<T>) =>
    retryConflicts(() => workspace.transaction(work), attempts);
  try {
    while (await inChunk((trx) => fillNext(trx, conversion.id))) {
      if (signal?.aborted) return;
    }
    if (signal?.aborted) return;
    const now = await workspace.transaction((trx) => readConversion(trx, conversion.id));
    if (now?.state !== "filling") return;
    let outcome: SwapOutcome | undefined = "not-ready";
    while (outcome === "not-ready") {
      await ensureNextIndex(workspace, conversion);
      while ((await inChunk((trx) => fillChanged(trx, conversion, chunk))) > fewLeft) {
        if (signal?.aborted) return;
      }
      outcome = await whenFree(() => swap(workspace, conversion), signal);
    }
  } catch (error) {
    await whenFree(() => takeBack(workspace, conversion, { state: "failed", error }), signal);
  }
}

/** False when every record has been looked at. */
async function fillNext(trx: WorkspaceTransaction, id: string): Promise<boolean> {
  // A worker that was taken for dead may still be at work: one chunk at a time.
  const conversion = await readConversion(trx, id, { forUpdate: true });
  if (conversion?.state !== "filling") return false;
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

/**
 * `not-ready`: too much was written meanwhile to be converted under the lock, or the index is not there. `over`: it ended
 * some other way.
 */
type SwapOutcome = "swapped" | "not-ready" | "over";

function swap(workspace: WorkspaceDatabase, conversion: Conversion): Promise<SwapOutcome> {
  const { id, object, field, target, locale, actor_kind, actor_id } = conversion;
  const change = {
    actor: { kind: actor_kind, id: actor_id },
    action: "schema.field-converted",
    subject: `${object}.${field}`,
    details: { type: target.type },
    table: object,
    locale,
  };
  return changeSchema(workspace, change, async (trx, schema) => {
    const { state } = (await readConversion(trx, id, { forUpdate: true })) ?? {};
    if (state !== "filling") return "over";
    await sql`lock table ${recordTable(object)} in access exclusive mode`.execute(trx);
    if ((await fillChanged(trx, conversion, fewLeft)) === fewLeft) return "not-ready";
    if (!(await isIndexReady(trx, conversion))) return "not-ready";
    const before = fieldNamed(objectNamed(schema, object), field);
    const table = recordTable(object);
    await dropTrigger(trx, conversion);
    await dropColumn(trx, object, field);
    await sql`alter table ${table} rename column ${sql.id(nextColumn(field))} to ${sql.id(field)}`.execute(
      trx,
    );
    if (target.unique) {
      await sql`alter index ${sql.id(nextIndexName(id))}
        rename to ${sql.id(uniqueIndexName(object, field))}`.execute(trx);
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
    return "swapped";
  });
}

/** Takes the second column away again and says why. */
async function takeBack(
  workspace: WorkspaceDatabase,
  { id, object, field, locale, actor_kind, actor_id }: Conversion,
  end: { readonly state: "cancelled" } | { readonly state: "failed"; readonly error: unknown },
): Promise<void> {
  const error = end.state === "cancelled" ? null : JSON.stringify(failureWords(end.error));
  const change = {
    actor: { kind: actor_kind, id: actor_id },
    action: `schema.field-conversion-${end.state}`,
    subject: `${object}.${field}`,
    table: object,
    locale,
  };
  await changeSchema(workspace, change, async (trx) => {
    const now = await readConversion(trx, id, { forUpdate: true });
    if (now?.state !== "filling" && now?.state !== "cancelling") return;
    const table = recordTable(object);
    await dropTrigger(trx, now);
    await sql`alter table ${table} drop column if exists ${sql.id(nextColumn(field))}`.execute(trx);
    await sql`delete from field_conversion_notes where object = ${object} and field = ${field}`.execute(
      trx,
    );
    await sql`delete from field_conversion_losses where conversion_id = ${id}`.execute(trx);
    await trx
      .$extendTables<ConversionTables>()
      .updateTable("field_conversions")
      .set({ state: end.state, error, finished_at: new Date() })
      .where("id", "=", id)
      .execute();
  });
}

function failureWords(error: unknown): BothLanguages {
  const { zh, en } = wordsOf(error);
  return { zh: cutText(zh, 500), en: cutText(en, 500) };
}

async function dropTrigger(trx: WorkspaceTransaction, { id, object }: Conversion): Promise<void> {
  const name = sql.id(conversionTrigger(id));
  await sql`drop trigger if exists ${name} on ${recordTable(object)}`.execute(trx);
  await sql`drop function if exists ${name}()`.execute(trx);
}

async function readConversion(
  trx: WorkspaceTransaction,
  id: string,
  { forUpdate = false }: { readonly forUpdate?: boolean } = {},
): Promise<Conversion | undefined> {
  const query = trx
    .$extendTables<ConversionTables>()
    .selectFrom("field_conversions")
    .selectAll()
    .where("id", "=", id);
  return (forUpdate ? query.forUpdate() : query).executeTakeFirst();
}
