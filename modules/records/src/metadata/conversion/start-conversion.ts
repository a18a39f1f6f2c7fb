import { AppError, newId } from "@causeway/kernel";
import type { Field, Label, Locale } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, fieldTypes, objectNamed, type Schema } from "@causeway/platform-schema";
import { sql } from "kysely";
import { recordTable } from "../../store/record-table.ts";
import { changeSchema } from "../change-schema.ts";
import type { SchemaEditor } from "../create-object.ts";
import type { ConversionTables } from "./conversion-tables.ts";

/** What a field is to become. */
export interface FieldTarget {
  readonly type: Field["type"];
  readonly options?: Field["options"];
}

const words = {
  unknown: { zh: "没有这个字段", en: "There is no such field" },
  system: { zh: "系统字段的类型不能更改", en: "The type of a system field cannot change" },
  kept: {
    zh: "名称字段和阶段字段的类型不能更改",
    en: "The type of a title or stage cannot change",
  },
  reference: {
    zh: "关联和成员字段不能与其他类型互相转换",
    en: "References and members do not convert to or from other types",
  },
  same: { zh: "字段已是这个类型", en: "The field has this type already" },
  options: { zh: "至少需要一个选项，且不可重复", en: "needs at least one option, each once" },
  unique: { zh: "此类型的字段不能设为唯一", en: "A field of this type cannot be unique" },
  running: { zh: "这个字段正在转换", en: "This field is being converted already" },
} as const satisfies Record<string, Label>;

const isolated: ReadonlySet<Field["type"]> = new Set(["reference", "user"]);
const keys: ReadonlySet<Field["type"]> = new Set(["text", "number", "email", "phone"]);

/** Whether a field may become another type, and the field as it will be. Throws AppError. */
export function targetField(
  schema: Schema,
  { object: name, field: fieldName }: { readonly object: string; readonly field: string },
  { type, options = [] }: FieldTarget,
  locale: Locale,
): { readonly before: Field; readonly after: Field } {
  const object = objectNamed(schema, name);
  const before = fieldNamed(object, fieldName);
  if (before === undefined) throw new AppError("not-found", words.unknown[locale]);
  const isChoice = type === "select" || type === "multiSelect";
  const values = new Set(options.map(({ value }) => value));
  const problems: readonly (Label | false)[] = [
    before.system && words.system,
    (fieldName === object.titleField || fieldName === object.stageField) && words.kept,
    (isolated.has(type) || isolated.has(before.type)) && words.reference,
    type === before.type && words.same,
    (values.size < options.length || (isChoice && values.size === 0)) && words.options,
    before.unique && !keys.has(type) && words.unique,
  ];
  const problem = problems.find((each) => each !== false);
  if (problem) {
    const message = problem[locale];
    throw new AppError("bad-input", message, { issues: [{ path: "body.type", message }] });
  }
  return { before, after: { ...before, type, options: isChoice ? [...options] : [] } };
}

/** The column that is filled beside the old one; no field can be called so. */
export function nextColumn(field: string): string {
  return `~${field}`;
}

/** Name of the trigger, and of its function, while a conversion lasts. */
export function conversionTrigger(id: string): string {
  return `convert_${id.replaceAll("-", "")}`;
}

/**
 * Begins to convert a field: a second column is filled in the background (`convertField`), while a trigger notes the
 * records that are written meanwhile. Returns the id of the conversion.
 */
export function startConversion(
  workspace: WorkspaceDatabase,
  place: { readonly object: string; readonly field: string },
  target: FieldTarget,
  { actor, locale = "en" }: SchemaEditor,
): Promise<string> {
  const { object, field } = place;
  const change = {
    actor,
    action: "schema.field-conversion",
    subject: `${object}.${field}`,
    details: { ...target },
    table: object,
    locale,
  };
  return changeSchema(workspace, change, async (trx, schema) => {
    const { after } = targetField(schema, place, target, locale);
    const tables = trx.$extendTables<ConversionTables>();
    const running = await tables
      .selectFrom("field_conversions")
      .select("id")
      .where("object", "=", object)
      .where("field", "=", field)
      .where("state", "in", ["filling", "cancelling"])
      .executeTakeFirst();
    if (running) throw new AppError("conflict", words.running[locale]);
    const id = newId();
    await tables
      .insertInto("field_conversions")
      .values({
        id,
        object,
        field,
        target: JSON.stringify(after),
        state: "filling",
        filled_to: null,
        error: null,
        locale,
        actor_kind: actor.kind,
        actor_id: actor.id,
        finished_at: null,
      })
      .execute();
    await addNextColumn(trx, id, object, after);
    return id;
  });
}

async function addNextColumn(
  trx: WorkspaceTransaction,
  id: string,
  object: string,
  after: Field,
): Promise<void> {
  const table = recordTable(object);
  const trigger = sql.id(conversionTrigger(id));
  const column = sql.id(after.name);
  const type = sql.raw(fieldTypes[after.type].columnType);
  await sql`alter table ${table} add column ${sql.id(nextColumn(after.name))} ${type}`.execute(trx);
  await sql`create function ${trigger}() returns trigger language plpgsql as $$ begin
    insert into field_conversion_notes (object, field, record_id)
    values (tg_argv[0], tg_argv[1], new.id) on conflict do nothing;
    return null;
  end $$`.execute(trx);
  await sql`create trigger ${trigger} after insert or update of ${column} on ${table}
    for each row execute function ${trigger}(${sql.lit(object)}, ${sql.lit(after.name)})`.execute(
    trx,
  );
}
