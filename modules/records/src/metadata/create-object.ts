import { AppError } from "@causeway/kernel";
import type { AuditActor } from "@causeway/platform-audit";
import type { Field, Locale, NewObject, ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { changeSchema } from "./change-schema.ts";
import { insertObject } from "./insert-metadata.ts";
import { createRecordTable } from "./record-table-ddl.ts";

export interface SchemaEditor {
  readonly actor: AuditActor;
  readonly locale?: Locale;
}

const mostObjects = 200;
const words = {
  taken: { zh: "已有同名的对象", en: "There is an object of this name already" },
  many: { zh: "对象数量已达上限（200）", en: "There are 200 objects already" },
};

const facts = { required: false, unique: false, system: true, options: [], target: null };

/** What every new object begins with. */
export const newObjectFields: readonly Field[] = [
  { ...facts, name: "name", label: { zh: "名称", en: "Name" }, type: "text", required: true },
  {
    ...facts,
    name: "external_id",
    label: { zh: "外部编号", en: "External ID" },
    type: "text",
    unique: true,
    searched: true,
  },
];

/** Makes an object with a name and an external id; more fields follow with `addField`. */
export function createObject(
  workspace: WorkspaceDatabase,
  { name, label, pluralLabel, icon = "box" }: NewObject,
  { actor, locale = "en" }: SchemaEditor,
): Promise<ObjectDefinition> {
  const object: ObjectDefinition = {
    name,
    label,
    pluralLabel,
    icon,
    titleField: "name",
    stageField: null,
    system: false,
    fields: [...newObjectFields],
  };
  const change = { actor, action: "schema.object-created", subject: name };
  return changeSchema(workspace, change, async (trx, { objects }) => {
    if (objects.some((other) => other.name === name)) throw refused(words.taken[locale]);
    if (objects.length >= mostObjects) throw refused(words.many[locale]);
    await insertObject(trx, object);
    await createRecordTable(trx, object);
    return object;
  });
}

function refused(message: string): AppError {
  return new AppError("conflict", message, { issues: [{ path: "body.name", message }] });
}
