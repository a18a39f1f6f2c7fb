import { AppError, type Issue } from "@causeway/kernel";
import type { Field, Label, Locale, NewField, ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed, reservedNames, type Schema } from "@causeway/platform-schema";
import { sql } from "kysely";
import { changeSchema } from "./change-schema.ts";
import type { SchemaEditor } from "./create-object.ts";
import { insertField } from "./insert-metadata.ts";
import { addRecordColumn } from "./record-table-ddl.ts";

const mostFields = 400;

const words = {
  taken: { zh: "已有同名的字段", en: "There is a field of this name already" },
  reserved: { zh: "此名称为系统保留", en: "This name is used by the system" },
  many: { zh: "字段数量已达上限（400）", en: "There are 400 fields already" },
  options: { zh: "至少需要一个选项，且不可重复", en: "needs at least one option, each once" },
  target: { zh: "应指向一个已有的对象", en: "must point to an object that exists" },
  unique: { zh: "此类型的字段不能设为唯一", en: "A field of this type cannot be unique" },
} as const satisfies Record<string, Label>;

export interface AddFieldOptions {
  /** Bytes of a table from which on an index is built afterwards; 8 MB unless given. */
  readonly largeFrom?: number;
  /** Done in the transaction that adds them. */
  readonly also?: (trx: WorkspaceTransaction) => Promise<void>;
}

/**
 * Adds fields to an object while others work: columns are nullable, so that no row is rewritten. Where the table is large,
 * the indexes of the fields are built afterwards, by whoever calls `buildFieldIndexes`; see `addRecordColumn`.
 */
export async function addFields(
  workspace: WorkspaceDatabase,
  object: string,
  added: readonly NewField[],
  { actor, locale = "en" }: SchemaEditor,
  { largeFrom = 8_000_000, also }: AddFieldOptions = {},
): Promise<readonly Field[]> {
  const fields = added.map(toField);
  const details = { fields: fields.map(({ name, type }) => ({ name, type })) };
  const change = {
    actor,
    action: "schema.fields-added",
    subject: object,
    details,
    table: object,
    locale,
  };
  return changeSchema(workspace, change, async (trx, schema) => {
    const definition = objectNamed(schema, object);
    const issues = fields.flatMap((field) => issuesOf(field, schema, definition, locale));
    const names = new Set(fields.map(({ name }) => name));
    const full = definition.fields.length + fields.length > mostFields;
    if (names.size < fields.length)
      issues.push({ path: "body.name", message: words.taken[locale] });
    if (full) issues.push({ path: "body", message: words.many[locale] });
    const [first] = issues;
    if (first !== undefined) throw new AppError("bad-input", first.message, { issues });
    // Before a column is added, which locks the table: a look at the disk may take a moment.
    const isLarge = (await bytesOf(trx, object)) >= largeFrom;
    for (const field of fields) {
      await insertField(trx, object, field);
      await addRecordColumn(trx, object, field, { isLarge });
    }
    await also?.(trx);
    return fields;
  });
}

/** Adds one field; see `addFields`. */
export async function addField(
  workspace: WorkspaceDatabase,
  object: string,
  added: NewField,
  editor: SchemaEditor,
  options: AddFieldOptions = {},
): Promise<Field> {
  const [field] = await addFields(workspace, object, [added], editor, options);
  if (field === undefined) throw new TypeError("The new field was not returned");
  return field;
}

/** Not an estimate of rows: a table that was filled a moment ago has none yet. */
async function bytesOf(trx: WorkspaceTransaction, object: string): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_relation_size(${`record_${object}`}::regclass)::float8 as bytes`.execute(trx);
  return rows[0]?.bytes ?? 0;
}

function toField(added: NewField): Field {
  const { name, label, type, required = false, unique = false, searched } = added;
  const { options = [], target = null } = added;
  const own = { name, label, type, required, unique, system: false, options, target };
  return searched === undefined ? own : { ...own, searched };
}

const choices: ReadonlySet<Field["type"]> = new Set(["select", "multiSelect"]);
const keys: ReadonlySet<Field["type"]> = new Set(["text", "number", "email", "phone", "reference"]);

function issuesOf(field: Field, schema: Schema, object: ObjectDefinition, locale: Locale): Issue[] {
  const { name, type, options, target, unique } = field;
  const values = new Set(options.map(({ value }) => value));
  const isKnown = schema.objects.some((candidate) => candidate.name === target);
  const isWrongTarget = type === "reference" ? !isKnown : target !== null;
  const problems: readonly (readonly [string, Label] | false)[] = [
    reservedNames.has(name) && ["body.name", words.reserved],
    fieldNamed(object, name) !== undefined && ["body.name", words.taken],
    choices.has(type) && values.size === 0 && ["body.options", words.options],
    values.size < options.length && ["body.options", words.options],
    isWrongTarget && ["body.target", words.target],
    unique && !keys.has(type) && ["body.unique", words.unique],
  ];
  return problems
    .filter((problem) => problem !== false)
    .map(([path, message]) => ({ path, message: `${name}: ${message[locale]}` }));
}
