import type { Field } from "@causeway/platform-contract";
import { fieldTypes } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";
import { fingerprint, recordTable, uniqueIndexName } from "../store/record-table.ts";

/** The index by which the records of an object are found and ordered by one field. */
export interface FieldIndex {
  readonly isUnique: boolean;
  /** What it is on, in this order. */
  readonly columns: readonly string[];
  /** `on table (columns) where …` */
  readonly on: RawBuilder<unknown>;
}

/** The index that a field has from the beginning, on its own column unless given; undefined where it has none. */
export function fieldIndex(
  object: string,
  field: Field,
  column = field.name,
): FieldIndex | undefined {
  const { index } = fieldTypes[field.type];
  if (!field.unique && index === undefined) return undefined;
  const columns = field.unique || index === "value" ? [column] : [column, "id"];
  const condition =
    !field.unique && index === "value"
      ? sql`${sql.id(column)} is not null`
      : sql`deleted_at is null`;
  const list = sql.join(columns.map((name) => sql.id(name)));
  return {
    isUnique: field.unique,
    columns,
    on: sql`on ${recordTable(object)} (${list}) where ${condition}`,
  };
}

/** Name of a field's index that is built after the field was added; a violation of a unique one is traced back by it. */
export function lateIndexName(object: string, field: Field): string {
  if (field.unique) return uniqueIndexName(object, field.name);
  return `field_${fingerprint(JSON.stringify([object, field.name]))}`;
}

/** Name of the constraint that keeps a unique field empty until its index is there. */
export function guardName(object: string, field: string): string {
  return `until_indexed_${fingerprint(JSON.stringify([object, field]))}`;
}
