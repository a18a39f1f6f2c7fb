import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import type { Kysely } from "kysely";
import type { MetadataTables } from "./metadata-tables.ts";

/** Writes an object and its fields as rows; the caller makes the table. */
export async function insertObject(
  database: Kysely<unknown>,
  object: ObjectDefinition,
): Promise<void> {
  const metadata = database.$extendTables<MetadataTables>();
  await metadata
    .insertInto("schema_objects")
    .values({
      name: object.name,
      label: JSON.stringify(object.label),
      plural_label: JSON.stringify(object.pluralLabel),
      icon: object.icon,
      title_field: object.titleField,
      stage_field: object.stageField,
      system: object.system,
    })
    .execute();
  for (const field of object.fields) await insertField(database, object.name, field);
}

/** Writes a field as a row; the caller makes the column. */
export async function insertField(
  database: Kysely<unknown>,
  object: string,
  field: Field,
): Promise<void> {
  const metadata = database.$extendTables<MetadataTables>();
  await metadata
    .insertInto("schema_fields")
    .values({
      object,
      name: field.name,
      label: JSON.stringify(field.label),
      type: field.type,
      required: field.required,
      is_unique: field.unique,
      searched: field.searched === true,
      system: field.system,
      options: JSON.stringify(field.options),
      target: field.target,
    })
    .execute();
}
