import type { Field, Label, ObjectDefinition } from "@causeway/platform-contract";
import { type Schema, systemFields } from "@causeway/platform-schema";

export type { ObjectDefinition, Schema };

/** The object that a path ("", a reference field, "company") leads to; undefined where it leads nowhere. */
export function objectAt(
  schema: Schema,
  object: ObjectDefinition,
  of: string,
): ObjectDefinition | undefined {
  if (of === "") return object;
  const name = of === "company" ? "account" : fieldOf(object, of)?.target;
  return schema.objects.find((each) => each.name === name);
}

/** A field of an object, or one that every record carries. */
export function fieldOf(object: ObjectDefinition, name: string): Field | undefined {
  return [...object.fields, ...systemFields].find((field) => field.name === name);
}

/** How a person calls what a path leads to, before the name of a field: nothing for the record itself. */
export function pathLabel(object: ObjectDefinition, of: string): Label {
  if (of === "") return { zh: "", en: "" };
  if (of === "company") return { zh: "所在公司 · ", en: "Company: " };
  const label = fieldOf(object, of)?.label ?? { zh: of, en: of };
  return { zh: `${label.zh} · `, en: `${label.en}: ` };
}
