import { conditionFields } from "@causeway/engine-conditions";
import { AppError } from "@causeway/kernel";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import type { Schema } from "@causeway/platform-schema";
import { fieldNamed, objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { recordTable } from "../store/record-table.ts";
import { allViewShapes } from "../views/view-shapes.ts";
import { changeSchema } from "./change-schema.ts";
import type { SchemaEditor } from "./create-object.ts";
import type { MetadataTables } from "./metadata-tables.ts";

const words = {
  unknown: { zh: "没有这个字段", en: "There is no such field" },
  system: { zh: "系统字段不能删除", en: "A system field cannot be removed" },
  running: { zh: "这个字段正在转换类型", en: "This field is being converted" },
  used: {
    zh: (views: string) => `视图“${views}”按这个字段筛选或排序，请先修改视图`,
    en: (views: string) => `The view “${views}” filters or sorts by this field; change it first`,
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
    const views = await viewsThatNeed(trx, schema, name, field);
    if (views.length > 0) {
      throw new AppError("conflict", words.used[locale](views.slice(0, 3).join("”, “")));
    }
    await sql`update list_views set columns = columns - ${field}::text where object = ${name}`.execute(
      trx,
    );
    await sql`alter table ${recordTable(name)} drop column ${sql.id(field)}`.execute(trx);
    await sql`delete from field_masks where object = ${name} and name = ${field}`.execute(trx);
    await trx
      .$extendTables<MetadataTables>()
      .deleteFrom("schema_fields")
      .where("object", "=", name)
      .where("name", "=", field)
      .execute();
  });
}

async function viewsThatNeed(
  trx: WorkspaceTransaction,
  schema: Schema,
  object: string,
  field: string,
): Promise<readonly string[]> {
  const shapes = await allViewShapes(trx, schema);
  return shapes.flatMap((view) => {
    const paths = view.filter === undefined ? [] : conditionFields(view.filter);
    const needed = paths.some((path) => {
      const [first, inner] = path.split(".");
      if (inner === undefined) return view.object.name === object && first === field;
      const target = fieldNamed(view.object, first ?? "")?.target;
      return (
        (view.object.name === object && first === field) || (target === object && inner === field)
      );
    });
    const sorts = view.object.name === object && view.sort?.field === field;
    return needed || sorts ? [view.name] : [];
  });
}
