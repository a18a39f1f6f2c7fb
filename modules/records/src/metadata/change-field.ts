import { AppError } from "@causeway/kernel";
import { type Field, type FieldChange, keptOptions } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { recordTable } from "../store/record-table.ts";
import { changeSchema } from "./change-schema.ts";
import type { SchemaEditor } from "./create-object.ts";
import type { MetadataTables } from "./metadata-tables.ts";

const words = {
  unknown: { zh: "没有这个字段", en: "There is no such field" },
  used: {
    zh: (names: string) => `仍有记录使用选项“${names}”，请先修改这些记录，或给选项改名`,
    en: (names: string) => `Records still use “${names}”: change those first, or rename the option`,
  },
  kept: {
    zh: (names: string) => `预测和智能体要用到“${names}”，可以改名，不能移除`,
    en: (names: string) =>
      `Predictions and agents read “${names}”: rename it, but do not remove it`,
  },
  options: { zh: "至少需要一个选项，且不可重复", en: "needs at least one option, each once" },
};

/**
 * Renames a field, makes it required for changes from now on, or changes its options.
 * Throws AppError("conflict") where records, or the product itself, use an option that would go.
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
    const gone = before.options.filter(({ value }) => !values.has(value));
    const refuse = (why: "used" | "kept", found: readonly string[]): never => {
      const named = gone.filter(({ value }) => found.includes(value));
      const message = words[why][locale](named.map((option) => option.label[locale]).join("”, “"));
      throw new AppError("conflict", message, { issues: [{ path: "body.options", message }] });
    };
    const kept = keptOptions(object, name).filter((value) => !values.has(value));
    if (kept.length > 0) refuse("kept", kept);
    if (mustChoose) {
      const used = await usedAmong(
        trx,
        object,
        before,
        gone.map(({ value }) => value),
      );
      if (used.length > 0) refuse("used", used);
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

async function usedAmong(
  trx: WorkspaceTransaction,
  object: string,
  field: Field,
  values: readonly string[],
): Promise<readonly string[]> {
  if (values.length === 0) return [];
  const column = sql.id(field.name);
  const test =
    field.type === "multiSelect" ? sql`o.value = any(${column})` : sql`${column} = o.value`;
  const { rows } = await sql<{ readonly value: string }>`
    select o.value from unnest(${values}::text[]) as o(value)
    where exists (select 1 from ${recordTable(object)} where ${test})`.execute(trx);
  return rows.map(({ value }) => value);
}
