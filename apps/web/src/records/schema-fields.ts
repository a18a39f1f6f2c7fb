import type { FieldCatalog, FieldDescription } from "@causeway/engine-conditions";
import type {
  Field,
  FieldValue,
  ObjectDefinition,
  RecordDocument,
  SchemaDocument,
  Values,
} from "@causeway/platform-contract";
import { fieldKinds } from "./field-kinds.ts";

/** The object of that name. */
export function objectNamed(
  schema: SchemaDocument | undefined,
  name: string,
): ObjectDefinition | undefined {
  return schema?.objects.find((object) => object.name === name);
}

const kept = { required: false, unique: false, system: true, options: [], target: null };

/** What every record carries beside the fields of its object; lists show, sort and filter them alike. */
const keptFields: readonly Field[] = [
  { ...kept, name: "owner_id", type: "user", label: { zh: "负责人", en: "Owner" } },
  { ...kept, name: "created_at", type: "dateTime", label: { zh: "创建时间", en: "Created" } },
  { ...kept, name: "updated_at", type: "dateTime", label: { zh: "更新时间", en: "Updated" } },
];

const unchangeable = new Set(["created_at", "updated_at"]);

/** Whether a person may change a field by hand: not what they do not see whole. */
export function isEditable({ name, sight }: Field): boolean {
  return !unchangeable.has(name) && sight === undefined;
}

/** The object's own fields and those that every record carries. */
export function allFields(object: ObjectDefinition): readonly Field[] {
  return [...object.fields, ...keptFields];
}

export function fieldNamed(object: ObjectDefinition | undefined, name: string): Field | undefined {
  return object && allFields(object).find((field) => field.name === name);
}

type Valued = { readonly values: Values } & Partial<
  Pick<RecordDocument, "createdAt" | "updatedAt" | "ownerId">
>;

/** A value by field name; null where the record has none. */
export function fieldValue(record: Valued, name: string): FieldValue {
  if (name === "created_at") return record.createdAt ?? null;
  if (name === "updated_at") return record.updatedAt ?? null;
  if (name === "owner_id") return record.ownerId ?? null;
  return record.values[name] ?? null;
}

/** A value as text; null where it is none. */
export function textOf(record: Valued, name: string): string | null {
  const value = fieldValue(record, name);
  return typeof value === "string" && value !== "" ? value : null;
}

function describe(field: Field): FieldDescription {
  return {
    type: fieldKinds[field.type].condition,
    label: field.label,
    nullable: !field.required,
    ...(field.type === "select" || field.type === "multiSelect" ? { options: field.options } : {}),
  };
}

function isAsked(field: Field, inner: Field): boolean {
  const isLink = inner.type === "reference" || inner.type === "user";
  return !isLink && inner.sight === undefined && field.sight === undefined;
}

function throughOf(field: Field, inner: Field): FieldDescription {
  const label = {
    zh: `${field.label.zh} › ${inner.label.zh}`,
    en: `${field.label.en} › ${inner.label.en}`,
  };
  return { ...describe(inner), label };
}

/** What a filter may speak about: the object's own fields, and those of what they refer to. */
export function filterCatalog(
  schema: SchemaDocument,
  object: ObjectDefinition,
): ReadonlyMap<string, FieldDescription> & FieldCatalog {
  const catalog = new Map<string, FieldDescription>();
  for (const field of allFields(object)) {
    if (field.sight === undefined) catalog.set(field.name, describe(field));
  }
  for (const field of object.fields) {
    const target = field.target === null ? undefined : objectNamed(schema, field.target);
    for (const inner of target?.fields ?? []) {
      if (isAsked(field, inner))
        catalog.set(`${field.name}.${inner.name}`, throughOf(field, inner));
    }
  }
  return catalog;
}

const preferred: Readonly<Record<string, readonly string[]>> = {
  account: ["name", "industry", "region", "city", "size", "phone", "website"],
  contact: ["name", "account", "title", "rank", "email", "phone"],
  lead: ["name", "company", "$grade", "status", "source", "email", "created_at"],
  deal: ["name", "account", "stage", "$grade", "amount", "expected_close", "product"],
  contract: ["name", "account", "status", "$grade", "amount", "starts_on", "ends_on"],
  task: ["title", "status", "due_at", "account", "contact"],
};

/** The columns of a list that nobody has arranged: the ones people look for first. */
export function defaultColumns(object: ObjectDefinition): readonly string[] {
  const wanted = preferred[object.name];
  const names = new Set(allFields(object).map(({ name }) => name));
  if (wanted) return wanted.filter((name) => names.has(name) || name.startsWith("$"));
  const rest = object.fields.filter(
    ({ name, type }) => name !== object.titleField && name !== "external_id" && type !== "longText",
  );
  return [object.titleField, "$grade", ...rest.slice(0, 6).map(({ name }) => name)];
}
