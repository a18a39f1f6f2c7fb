import type { FieldCatalog, FieldDescription } from "@causeway/engine-conditions";
import type {
  Field,
  FieldValue,
  ObjectDefinition,
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

export function fieldNamed(object: ObjectDefinition | undefined, name: string): Field | undefined {
  return object?.fields.find((field) => field.name === name);
}

/** A value by field name; null where the record has none. */
export function fieldValue(record: { readonly values: Values }, name: string): FieldValue {
  return record.values[name] ?? null;
}

/** A value as text; null where it is none. */
export function textOf(record: { readonly values: Values }, name: string): string | null {
  const value = fieldValue(record, name);
  return typeof value === "string" && value !== "" ? value : null;
}

function describe(field: Field): FieldDescription {
  return {
    type: fieldKinds[field.type].condition,
    label: field.label,
    nullable: !field.required,
    ...(field.options.length > 0 ? { options: field.options } : {}),
  };
}

/** What a filter may speak about: the object's own fields, and those of what they refer to. */
export function filterCatalog(
  schema: SchemaDocument,
  object: ObjectDefinition,
): ReadonlyMap<string, FieldDescription> & FieldCatalog {
  const catalog = new Map<string, FieldDescription>();
  for (const field of object.fields) catalog.set(field.name, describe(field));
  for (const field of object.fields) {
    const target = field.target === null ? undefined : objectNamed(schema, field.target);
    for (const inner of target?.fields ?? []) {
      if (inner.type === "reference" || inner.type === "user" || inner.system) continue;
      const description = describe(inner);
      catalog.set(`${field.name}.${inner.name}`, {
        ...description,
        label: {
          zh: `${field.label.zh} › ${inner.label.zh}`,
          en: `${field.label.en} › ${inner.label.en}`,
        },
      });
    }
  }
  return catalog;
}

const preferred: Readonly<Record<string, readonly string[]>> = {
  account: ["name", "industry", "region", "city", "size", "phone", "website"],
  contact: ["name", "account", "title", "rank", "email", "phone"],
  lead: ["name", "company", "$grade", "status", "source", "industry", "email", "created_at"],
  deal: ["name", "account", "stage", "amount", "expected_close", "product"],
  task: ["title", "status", "due_at", "account", "contact"],
};

/** The columns of a list that nobody has arranged: the ones people look for first. */
export function defaultColumns(object: ObjectDefinition): readonly string[] {
  const wanted = preferred[object.name];
  const names = new Set(object.fields.map(({ name }) => name));
  if (wanted) return wanted.filter((name) => names.has(name) || name.startsWith("$"));
  const rest = object.fields.filter(({ name, system }) => !system && name !== object.titleField);
  return [object.titleField, ...rest.slice(0, 6).map(({ name }) => name)];
}
