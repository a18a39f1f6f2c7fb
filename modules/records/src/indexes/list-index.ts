import type { ObjectDefinition } from "@causeway/platform-contract";
import { fieldNamed, fieldTypes, systemFields } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";
import { sortTerm } from "../lists/sort-term.ts";
import { fingerprint, recordTable } from "../store/record-table.ts";
import { hasRoom } from "./entry-room.ts";

/** An index that lists of one object are read by. */
export interface ListIndex {
  readonly object: string;
  /**
   * `ordered` (B-tree): rows with these values, in the order of `sortedBy`, then by id; `lists` (GIN): rows whose list has a
   * value; `totals`: no index, but how many records have each value and the sum of what is carried; see `keepTotals`.
   */
  readonly kind: "ordered" | "lists" | "totals";
  /** Fields that filters compare with one value; of totals the stage. */
  readonly fields: readonly string[];
  /** Field that lists are sorted by; null for filters alone. */
  readonly sortedBy: string | null;
  /** Fields whose values the index also has, so that rows of other values are passed over without being read; of totals what is added up. */
  readonly carried: readonly string[];
}

/**
 * What to index, in SQL; undefined where the object has no such fields (any more), or an entry no room for them. An option that is added changes the
 * order of its field, and so the index.
 */
export function listIndexColumns(
  object: ObjectDefinition,
  index: ListIndex,
): RawBuilder<unknown> | undefined {
  const { kind, fields, sortedBy, carried } = index;
  if (kind === "totals") return undefined;
  const known = (name: string) =>
    fieldNamed(object, name) ?? systemFields.find((field) => field.name === name);
  if (![...fields, ...carried].every((name) => known(name) !== undefined)) return undefined;
  if (!hasRoom(object, index)) return undefined;
  const columns: RawBuilder<unknown>[] = fields.map((name) => sql`${sql.id(name)}`);
  if (kind === "lists") return sql`using gin (${sql.join(columns)})`;
  const field = sortedBy === null ? undefined : known(sortedBy);
  if (sortedBy !== null) {
    if (field === undefined || fieldTypes[field.type].sort === undefined) return undefined;
    const { column } = sortTerm(object, { field: sortedBy, direction: "asc" });
    columns.push(sql`(${sql.raw(column(""))})`);
  }
  return sql`(${sql.join([...columns, sql`id`, ...carried.map((name) => sql.id(name))])})`;
}

/** Whether these are totals that a board of the object has. */
function isTotalled(object: ObjectDefinition, { fields, carried }: ListIndex): boolean {
  const isNumber = (name: string) => {
    const field = fieldNamed(object, name);
    return field !== undefined && fieldTypes[field.type].condition.type === "number";
  };
  return object.stageField !== null && fields[0] === object.stageField && carried.every(isNumber);
}

/** The name of an index, which follows from what it does; undefined where the object cannot have it (any more). */
export function indexName(object: ObjectDefinition, index: ListIndex): string | undefined {
  const { kind, fields, sortedBy, carried } = index;
  const isPossible =
    kind === "totals" ? isTotalled(object, index) : listIndexColumns(object, index) !== undefined;
  if (!isPossible) return undefined;
  const order =
    sortedBy === null ? "" : sortTerm(object, { field: sortedBy, direction: "asc" }).column("");
  return `list_${fingerprint(JSON.stringify([object.name, kind, fields, order, carried]))}`;
}

/** The statement that builds it beside all other work, and the index's name. */
export function buildStatement(
  object: ObjectDefinition,
  index: ListIndex,
): { readonly name: string; readonly statement: RawBuilder<unknown> } | undefined {
  const name = indexName(object, index);
  const columns = listIndexColumns(object, index);
  if (name === undefined || columns === undefined) return undefined;
  const statement = sql`create index concurrently ${sql.id(name)} on ${recordTable(object.name)}
    ${columns} where deleted_at is null`;
  return { name, statement };
}

/** Whether every table of an object has it from the beginning. */
export function isBuiltIn(
  object: ObjectDefinition,
  { kind, fields, sortedBy, carried }: ListIndex,
): boolean {
  if (kind !== "ordered" || fields.length > 1 || carried.length > 0) return false;
  const [field] = fields;
  if (field === undefined) return sortedBy === null || isSortedFromTheStart(object, sortedBy);
  if (sortedBy !== null) return field === object.stageField && sortedBy === "created_at";
  const definition = fieldNamed(object, field);
  if (definition === undefined || field === object.stageField) return true;
  return definition.unique || fieldTypes[definition.type].index !== undefined;
}

function isSortedFromTheStart(object: ObjectDefinition, name: string): boolean {
  if (name === object.titleField || systemFields.some((field) => field.name === name)) return true;
  const field = fieldNamed(object, name);
  return field !== undefined && fieldTypes[field.type].index === "range" && !field.unique;
}
