import type { FieldValue, ObjectDefinition, Values } from "@causeway/platform-contract";
import { fieldTypes } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";

/** A record as this module's use cases give it. */
export interface StoredRecord {
  readonly id: string;
  readonly object: string;
  /** What names the record to a person. */
  readonly title: string;
  /** Every field of the object; null where empty. */
  readonly values: Values;
  readonly ownerId: string | null;
  /** Counts up with every change, from 1. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
  /** Titles of the records that it refers to, by field, where they were read with it; null for those that are not there. */
  readonly referred?: Readonly<Record<string, string | null>>;
}

/** The table of an object. */
export function recordTable(object: string): RawBuilder<unknown> {
  return sql.table(`record_${object}`);
}

/** Index names are known, so that a violation can be traced back to its field. */
export function uniqueIndexName(object: string, field: string): string {
  const name = `key_${object}_${field}`;
  // Identifiers longer than 63 bytes would be cut, two of them perhaps to the same name.
  return name.length <= 63 ? name : `key_${fingerprint(name)}`;
}

/** A short name that follows from a text: FNV-1a, 64 bits, in hexadecimal digits. */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const character of text) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return hash.toString(16);
}

const systemColumns = [
  "id",
  "version",
  "owner_id",
  "created_at",
  "updated_at",
  "deleted_at",
] as const;

/** A row of a record table as the driver gives it. */
export interface RecordRow extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly version: number;
  readonly owner_id: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly deleted_at: Date | null;
}

/** The columns to select for `toStoredRecord`, of the table known as `alias`. */
export function recordColumns(object: ObjectDefinition, alias: string): RawBuilder<unknown> {
  const names = [...systemColumns, ...object.fields.map((field) => field.name)];
  return sql.join(names.map((name) => sql.ref(`${alias}.${name}`)));
}

export function toStoredRecord(object: ObjectDefinition, row: RecordRow): StoredRecord {
  const values = presentValues(object, row);
  return {
    id: row.id,
    object: object.name,
    title: String(values[object.titleField] ?? ""),
    values,
    ownerId: row.owner_id,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  };
}

/** The fields of a row as wire values. */
export function presentValues(
  object: ObjectDefinition,
  row: Readonly<Record<string, unknown>>,
): Values {
  const values: Values = {};
  for (const field of object.fields) {
    const stored = row[field.name] ?? null;
    values[field.name] = stored === null ? null : fieldTypes[field.type].present(stored);
  }
  return values;
}

/** Whether two wire values are the same, as histories compare them. */
export function sameValue(left: FieldValue, right: FieldValue): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  return left.length === right.length && left.every((entry, index) => entry === right[index]);
}

/** `name type, …` for `json_to_recordset`, which turns wire values into columns. */
export function recordsetColumns(object: Pick<ObjectDefinition, "fields">): RawBuilder<unknown> {
  return sql.join(
    object.fields.map(
      (field) => sql`${sql.id(field.name)} ${sql.raw(fieldTypes[field.type].columnType)}`,
    ),
  );
}
