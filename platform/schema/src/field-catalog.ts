import type { FieldDescription } from "@causeway/engine-conditions";
import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import { fieldTypes } from "./field-types/registry.ts";
import type { Schema } from "./model.ts";
import { systemFields } from "./system-fields.ts";

/** A field as conditions see it. */
export function describeField(field: Field): FieldDescription {
  const { condition } = fieldTypes[field.type];
  const isChoice = condition.type === "select" || condition.type === "multiSelect";
  return {
    ...condition,
    label: field.label,
    nullable: !field.required,
    ...(isChoice ? { options: field.options } : {}),
  };
}

/**
 * Every field path that conditions over an object may use: its fields, what every record carries, and,
 * through one reference, the fields of the target (`account.industry`).
 */
export function toFieldCatalog(
  schema: Schema,
  object: ObjectDefinition,
): ReadonlyMap<string, FieldDescription> {
  const catalog = new Map<string, FieldDescription>();
  for (const field of [...object.fields, ...systemFields]) {
    catalog.set(field.name, describeField(field));
    for (const [path, description] of throughReference(schema, field))
      catalog.set(path, description);
  }
  return catalog;
}

function throughReference(schema: Schema, field: Field): readonly [string, FieldDescription][] {
  const target = schema.objects.find(
    (candidate) => field.type === "reference" && candidate.name === field.target,
  );
  return [...(target?.fields ?? []), ...(target ? systemFields : [])].map((inner) => {
    const description = describeField(inner);
    const label = {
      zh: `${field.label.zh}的${inner.label.zh}`,
      en: `${field.label.en}: ${inner.label.en}`,
    };
    return [`${field.name}.${inner.name}`, { ...description, label, nullable: true }];
  });
}
