import { AppError } from "@causeway/kernel";
import type { Label, Locale } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed, type Schema } from "@causeway/platform-schema";
import { sql } from "kysely";
import { importUses } from "../imports/import-uses.ts";
import { viewUses } from "../views/view-uses.ts";
import { changeSchema } from "./change-schema.ts";
import type { SchemaEditor } from "./create-object.ts";
import { dropField } from "./drop-field.ts";
import { type FieldPlace, registeredUses } from "./field-uses.ts";

const words = {
  unknown: { zh: "没有这个字段", en: "There is no such field" },
  system: { zh: "系统字段不能删除", en: "A system field cannot be removed" },
  running: { zh: "这个字段正在转换类型", en: "This field is being converted" },
  used: {
    zh: (uses: string) => `${uses}仍在使用这个字段，请先让它不再使用，再删除`,
    en: (uses: string) => `This field is still used by ${uses}: end that first, then remove it`,
  },
};

/**
 * Removes a field with its values, within a moment: no row is touched. The history of the records keeps what they held.
 * Throws AppError("conflict") where anything that people have set up names it: a saved view that filters or sorts by it, an
 * import that runs, or what other modules have (`onFieldUses`).
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
    const uses = await usesOf(trx, schema, { object: name, field });
    if (uses.length > 0) throw new AppError("conflict", words.used[locale](named(uses, locale)));
    await dropField(trx, name, field);
  });
}

/** What names a field, each once; views that only show it do without. */
async function usesOf(
  trx: WorkspaceTransaction,
  schema: Schema,
  place: FieldPlace,
): Promise<readonly Label[]> {
  const uses = [
    ...(await viewUses(trx, schema)),
    ...(await registeredUses(trx, schema)),
    ...(await importUses(trx, place.object)),
  ].filter(({ object, field }) => object === place.object && field === place.field);
  return [...new Map(uses.map(({ by }) => [by.en, by])).values()];
}

const mostNamed = 5;

function named(uses: readonly Label[], locale: Locale): string {
  const shown = uses.slice(0, mostNamed).map((by) => by[locale]);
  const more = uses.length - shown.length;
  const rest = { zh: `等 ${uses.length} 处`, en: ` and ${more} more` };
  return `${shown.join(locale === "zh" ? "、" : ", ")}${more > 0 ? rest[locale] : ""}`;
}
