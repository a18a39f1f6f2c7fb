import { AppError } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { fieldNamed, objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { viewUses } from "../views/view-uses.ts";
import { changeSchema } from "./change-schema.ts";
import type { SchemaEditor } from "./create-object.ts";
import { dropField } from "./drop-field.ts";

const words = {
  unknown: { zh: "没有这个字段", en: "There is no such field" },
  system: { zh: "系统字段不能删除", en: "A system field cannot be removed" },
  running: { zh: "这个字段正在转换类型", en: "This field is being converted" },
  used: {
    zh: (views: string) => `${views}按这个字段筛选或排序，请先修改视图`,
    en: (views: string) => `These filter or sort by this field: ${views}; change them first`,
  },
};

/**
 * Removes a field with its values, within a moment: no row is touched. The history of the records keeps what they held.
 * Throws AppError("conflict") where a saved view filters or sorts by it.
 */
export function removeField(
  workspace: WorkspaceDatabase,
  { object: name, field }: { readonly object: string; readonly field: string },
  { actor, locale = "en" }: SchemaEditor,
): Promise<void> {
  const audit = {
    actor,
    action: "schema.field-removed",
    subject: `${name}.${field}`,
    table: name,
    locale,
  };
  return changeSchema(workspace, audit, async (trx, schema) => {
    const object = objectNamed(schema, name);
    const before = fieldNamed(object, field);
    if (before === undefined) throw new AppError("not-found", words.unknown[locale]);
    if (before.system || field === object.titleField || field === object.stageField) {
      throw new AppError("conflict", words.system[locale]);
    }
    const converting = await sql`select 1 from field_conversions
      where object = ${name} and field = ${field} and state in ('filling', 'cancelling')`.execute(
      trx,
    );
    if (converting.rows.length > 0) throw new AppError("conflict", words.running[locale]);
    const uses = (await viewUses(trx, schema)).filter(
      (use) => use.object === name && use.field === field,
    );
    if (uses.length > 0) {
      const by = uses.slice(0, 3).map((use) => use.by[locale]);
      throw new AppError("conflict", words.used[locale](by.join(locale === "zh" ? "、" : ", ")));
    }
    await dropField(trx, name, field);
  });
}
