import type { Label } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { Schema } from "@causeway/platform-schema";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Actor } from "../store/actor.ts";
import { announceChange } from "../store/record-change.ts";
import { recordTable } from "../store/record-table.ts";
import { writeHistory } from "../store/write-entries.ts";
import { placesOf, type RecordPlace } from "./record-places.ts";

/** What of one kind names a record. */
export interface MoveCount {
  readonly object: string | null;
  readonly label: Label;
  readonly count: number;
}

interface ReferenceField {
  readonly object: string;
  readonly field: string;
}

/** Which fields of which objects refer to records of an object. */
function referencesTo(schema: Schema, target: string): readonly ReferenceField[] {
  return schema.objects.flatMap(({ name: object, fields }) =>
    fields
      .filter((field) => field.type === "reference" && field.target === target)
      .map(({ name: field }) => ({ object, field })),
  );
}

/** What a merge would move from a record to another: living records by object, and what other modules know. */
export async function countMoves(
  trx: WorkspaceTransaction,
  schema: Schema,
  { object, from, to }: { readonly object: string; readonly from: string; readonly to: string },
): Promise<readonly MoveCount[]> {
  const counts: MoveCount[] = [];
  const references = referencesTo(schema, object);
  for (const { name, pluralLabel: label } of schema.objects) {
    const own = references.filter((each) => each.object === name);
    if (own.length === 0) continue;
    const tests = own.map(({ field }) => sql`${sql.id(field)} = ${from}::uuid`);
    const count = await countRows(
      trx,
      recordTable(name),
      sql`(${sql.join(tests, sql` or `)}) and deleted_at is null and id <> all(${[from, to]}::uuid[])`,
    );
    counts.push({ object: name, label, count });
  }
  for (const place of placesOf(object)) {
    const count = await countRows(trx, sql.table(place.table), names(place, object, from));
    counts.push({ object: null, label: place.label, count });
  }
  return counts.filter(({ count }) => count > 0);
}

async function countRows(
  trx: WorkspaceTransaction,
  table: RawBuilder<unknown>,
  test: RawBuilder<unknown>,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from ${table} where ${test}`.execute(trx);
  return rows[0]?.count ?? 0;
}

function names(
  { column, object: of }: RecordPlace,
  object: string,
  id: string,
): RawBuilder<SqlBool> {
  const isOf = typeof of === "string" ? sql`true` : sql`${sql.ref(of.column)} = ${object}`;
  return sql<SqlBool>`${sql.ref(column)} = ${id}::uuid and ${isOf}`;
}

export interface Move {
  readonly merge: string;
  readonly object: string;
  readonly from: string;
  readonly to: string;
  readonly actor: Actor;
}

const atOnce = 500;

/**
 * Lets everything that names one record name another, deleted records too, and notes each row. Records get a line of
 * history and are announced. Returns how many rows; stops behind `most`.
 */
export async function moveReferences(
  trx: WorkspaceTransaction,
  schema: Schema,
  move: Move,
  most: number,
): Promise<number> {
  let moved = 0;
  for (const reference of referencesTo(schema, move.object)) {
    let count = 0;
    do {
      count = await moveSome(trx, move, reference);
      moved += count;
    } while (count === atOnce && moved <= most);
  }
  for (const place of placesOf(move.object)) {
    const { numAffectedRows } = await sql`
      with moved as (update ${sql.table(place.table)} set ${sql.id(place.column)} = ${move.to}::uuid
        where ${names(place, move.object, move.from)} returning ${sql.ref(place.key.column)}::text as key)
      insert into record_merge_moves (merge_id, place, key)
      select ${move.merge}::uuid, ${`${place.table}.${place.column}`}, key from moved`.execute(trx);
    moved += Number(numAffectedRows ?? 0n);
  }
  await moveFilters(trx, move);
  return moved;
}

const filters = "list_views.filter";

/** Saved views that ask for one record ask for the other; one that asked for both already is not noted. */
async function moveFilters(
  trx: WorkspaceTransaction,
  { merge, from, to }: Pick<Move, "merge" | "from" | "to">,
): Promise<void> {
  await sql`
    with named as (select id, position(${to} in filter::text) > 0 as has_other from list_views
        where position(${from} in filter::text) > 0),
      moved as (update list_views v set filter = replace(filter::text, ${from}, ${to})::jsonb
        from named where v.id = named.id)
    insert into record_merge_moves (merge_id, place, key)
    select ${merge}::uuid, ${filters}, id::text from named where not has_other`.execute(trx);
}

async function moveFiltersBack(
  trx: WorkspaceTransaction,
  { merge, from, to }: Pick<Move, "merge" | "from" | "to">,
): Promise<void> {
  await sql`update list_views v set filter = replace(filter::text, ${from}, ${to})::jsonb
    from record_merge_moves m where m.merge_id = ${merge}::uuid and m.place = ${filters}
      and v.id = m.key::uuid`.execute(trx);
}

async function moveSome(
  trx: WorkspaceTransaction,
  { merge, object: target, from, to, actor }: Move,
  { object, field }: ReferenceField,
): Promise<number> {
  const outside = object === target ? sql`and id <> all(${[from, to]}::uuid[])` : sql``;
  const { rows } = await sql<WrittenRow>`
    with next as (select id from ${recordTable(object)}
        where ${sql.ref(field)} = ${from}::uuid ${outside} order by id limit ${atOnce} for update),
      moved as (${written(object, field, to)} from next where t.id = next.id returning t.id, t.version),
      noted as (insert into record_merge_moves (merge_id, place, key)
        select ${merge}::uuid, ${placeName(object, field)}, id::text from moved)
    select id, version from moved order by id`.execute(trx);
  await note(trx, { object, field }, rows, { from, to }, actor);
  return rows.length;
}

/**
 * Takes back what `moveReferences` has moved: `from` is the record that names move away from again. What somebody has
 * changed since stays as it is.
 */
export async function moveBack(
  trx: WorkspaceTransaction,
  schema: Schema,
  { merge, object, from, to, actor }: Move,
): Promise<number> {
  let moved = 0;
  for (const reference of referencesTo(schema, object)) {
    let rows: readonly WrittenRow[];
    do {
      rows = await moveSomeBack(trx, reference, { merge, from, to });
      await note(trx, reference, rows, { from, to }, actor);
      moved += rows.length;
    } while (rows.length === atOnce);
  }
  for (const place of placesOf(object)) {
    const { numAffectedRows } = await sql`
      update ${sql.table(place.table)} t set ${sql.id(place.column)} = ${to}::uuid
      from record_merge_moves m
      where m.merge_id = ${merge}::uuid and m.place = ${`${place.table}.${place.column}`}
        and ${sql.ref(`t.${place.key.column}`)} = m.key::${sql.raw(place.key.type)}
        and ${sql.ref(`t.${place.column}`)} = ${from}::uuid`.execute(trx);
    moved += Number(numAffectedRows ?? 0n);
  }
  await moveFiltersBack(trx, { merge, from, to });
  return moved;
}

async function moveSomeBack(
  trx: WorkspaceTransaction,
  { object, field }: ReferenceField,
  { merge, from, to }: Pick<Move, "merge" | "from" | "to">,
): Promise<readonly WrittenRow[]> {
  const { rows } = await sql<WrittenRow>`
    with next as (select t.id from record_merge_moves m
        join ${recordTable(object)} t on t.id = m.key::uuid
        where m.merge_id = ${merge}::uuid and m.place = ${placeName(object, field)}
          and ${sql.ref(`t.${field}`)} = ${from}::uuid
        order by t.id limit ${atOnce} for update of t),
      moved as (${written(object, field, to)} from next where t.id = next.id returning t.id, t.version)
    select id, version from moved order by id`.execute(trx);
  return rows;
}

interface WrittenRow {
  readonly id: string;
  readonly version: number;
}

function placeName(object: string, field: string): string {
  return `record_${object}.${field}`;
}

function written(object: string, field: string, to: string): RawBuilder<unknown> {
  return sql`update ${recordTable(object)} t
    set ${sql.id(field)} = ${to}::uuid, version = t.version + 1, updated_at = now()`;
}

async function note(
  trx: WorkspaceTransaction,
  { object, field }: ReferenceField,
  rows: readonly WrittenRow[],
  change: { readonly from: string; readonly to: string },
  actor: Actor,
): Promise<void> {
  const lines = rows.map((row) => ({
    ...row,
    changes: { [field]: change },
    occurredAt: new Date(),
  }));
  await writeHistory(trx, object, "update", actor, lines);
  const ids = rows.map(({ id }) => id);
  await announceChange(trx, { kind: "update", object, ids, fields: [field], actor });
}
