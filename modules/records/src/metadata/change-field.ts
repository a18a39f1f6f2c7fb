import { AppError } from "@causeway/kernel";
import type { Field, FieldChange } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { recordTable } from "../store/record-table.ts";
import { changeSchema } from "./change-schema.ts";
import type { SchemaEditor } from "./create-object.ts";
import type { MetadataTables } from "./metadata-tables.ts";

const words = {
  unknown: { zh: "没有这个字段", en: "There is no such field" },
  used: { zh: "仍有记录使用该选项", en: "Records still use this option" },
  options: { zh: "至少需要一个选项，且不可重复", en: "needs at least one option, each once" },
};

/**
 * Renames a field, makes it required for changes from now on, or changes its options.
 * Throws AppError("conflict") where records use an option that would go.
 */
export function changeField(
  workspace: WorkspaceDatabase,
  { object, field: name }: { readonly object: string; readonly field: string },
  change: FieldChange,
  { actor, locale = "en" }: SchemaEditor,
): Promise<Field> {
  const audit = { actor, action: "schema.field-changed", subject: `${object}.${name}` };
  return changeSchema(workspace, { ...audit, details: change }, async (trx, schema) => {
    const before = fieldNamed(objectNamed(schema, object), name);
    if (before === undefined) throw new AppError("not-found", words.unknown[locale]);
    const { label = before.label, required = before.required, options = before.options } = change;
    const values = new Set(options.map(({ value }) => value));
    const mustChoose = before.type === "select" || before.type === "multiSelect";
    if (values.size < options.length || (mustChoose && values.size === 0)) {
      throw new AppError("bad-input", words.options[locale], {
        issues: [{ path: "body.options", message: words.options[locale] }],
      });
    }
    const gone = before.options.map(({ value }) => value).filter((value) => !values.has(value));
    if (mustChoose && (await isUsed(trx, object, before, gone))) {
      throw new AppError("conflict", words.used[locale], {
        issues: [{ path: "body.options", message: words.used[locale] }],
      });
    }
    await trx
      .$extendTables<MetadataTables>()
      .updateTable("schema_fields")
      .set({ label: JSON.stringify(label), required, options: JSON.stringify(options) })
      .where("object", "=", object)
      .where("name", "=", name)
      .execute();
    return { ...before, label, required, options: [...options] };
  });
}

async function isUsed(
  trx: WorkspaceTransaction,
  object: string,
  field: Field,
  values: readonly string[],
): Promise<boolean> {
  if (values.length === 0) return false;
  const column = sql.id(field.name);
  const test =
    field.type === "multiSelect"
      ? sql`${column} && ${values}::text[]`
      : sql`${column} = any(${values}::text[])`;
  const found = await sql`select 1 from ${recordTable(object)} where ${test} limit 1`.execute(trx);
  return found.rows.length > 0;
}
