import { AppError } from "@causeway/kernel";
import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import { fieldTypes } from "./field-types/registry.ts";

/** The low-code model of one workspace at one version: a value that nobody changes, only replaces. */
export interface Schema {
  readonly version: number;
  readonly objects: readonly ObjectDefinition[];
}

/** The object of that name. Throws AppError("not-found"). */
export function objectNamed(schema: Schema, name: string): ObjectDefinition {
  const object = schema.objects.find((candidate) => candidate.name === name);
  if (object === undefined)
    throw new AppError("not-found", {
      zh: `没有对象“${name}”`,
      en: `There is no object "${name}".`,
    });
  return object;
}

export function fieldNamed(object: ObjectDefinition, name: string): Field | undefined {
  return object.fields.find((field) => field.name === name);
}

/** The field that names a record to a person. */
export function titleFieldOf(object: ObjectDefinition): Field {
  const field = fieldNamed(object, object.titleField);
  if (field === undefined) {
    throw new TypeError(`Object "${object.name}" lacks its title field "${object.titleField}"`);
  }
  return field;
}

/** Whether an object's records are people: their title is a person's name (姓名). */
export function isPersonObject(object: ObjectDefinition): boolean {
  return object.fields.some(
    (field) => field.name === object.titleField && field.label.zh.includes("姓名"),
  );
}

/** Whether search finds a record by this field. */
export function isSearched(object: ObjectDefinition, field: Field): boolean {
  if (field.name === object.titleField) return true;
  const { search } = fieldTypes[field.type];
  return search !== undefined && (search.always || field.searched === true);
}
