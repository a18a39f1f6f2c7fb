import type { Field, FieldType, ObjectDefinition, Option } from "@causeway/platform-contract";

type FieldFacts = Partial<Pick<Field, "required" | "unique" | "searched" | "options" | "target">>;

export function field(
  name: string,
  type: FieldType,
  zh: string,
  en: string,
  facts: FieldFacts = {},
): Field {
  const label = { zh, en };
  const defaults = { required: false, unique: false, system: true, options: [], target: null };
  return { name, label, type, ...defaults, ...facts };
}

export function reference(name: string, target: string, zh: string, en: string): Field {
  return field(name, "reference", zh, en, { target });
}

export function option(value: string, zh: string, en: string, color?: string): Option {
  return { value, label: { zh, en }, ...(color === undefined ? {} : { color }) };
}

type ObjectFacts = Pick<
  ObjectDefinition,
  "name" | "label" | "pluralLabel" | "icon" | "titleField" | "fields"
> & { readonly stageField?: string };

/** A standard object: its fields, and the key by which other systems know its records. */
export function standardObject({ stageField, fields, ...facts }: ObjectFacts): ObjectDefinition {
  const externalId = field("external_id", "text", "外部编号", "External ID", {
    unique: true,
    searched: true,
  });
  return {
    ...facts,
    stageField: stageField ?? null,
    system: true,
    fields: [...fields, externalId],
  };
}
