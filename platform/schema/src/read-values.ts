import type { Issue } from "@causeway/kernel";
import type { Locale, ObjectDefinition, Values } from "@causeway/platform-contract";
import { fieldTypes } from "./field-types/registry.ts";
import { fieldNamed } from "./model.ts";

export type ValuesReading =
  | { readonly ok: true; readonly values: Values }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const words = {
  unknown: { zh: "没有这个字段", en: "is not a field of this object" },
  required: { zh: "必填", en: "is required" },
};

export interface ReadValuesOptions {
  /** A new record must have its required fields; a change only must not empty them. */
  readonly isNew: boolean;
  readonly locale: Locale;
}

/**
 * Reads the values of a new or changed record against its object: canonical values, or every issue
 * at once with paths `values.<field>`. Empty text and empty lists are null.
 */
export function readValues(
  object: ObjectDefinition,
  input: Readonly<Record<string, unknown>>,
  { isNew, locale }: ReadValuesOptions,
): ValuesReading {
  const values: Values = {};
  const issues: Issue[] = [];
  const report = (name: string, message: string): void => {
    issues.push({ path: `values.${name}`, message });
  };
  for (const [name, given] of Object.entries(input)) {
    const field = fieldNamed(object, name);
    if (field === undefined) {
      report(name, words.unknown[locale]);
    } else if (isBlank(given)) {
      values[name] = null;
    } else {
      const reading = fieldTypes[field.type].read(given, field);
      if (reading.ok) values[name] = reading.value;
      else report(name, reading.message[locale]);
    }
  }
  for (const name of missingFields(object, input, isNew)) report(name, words.required[locale]);
  return issues.length === 0 ? { ok: true, values } : { ok: false, issues };
}

function missingFields(
  object: ObjectDefinition,
  input: Readonly<Record<string, unknown>>,
  isNew: boolean,
): readonly string[] {
  return object.fields
    .filter(({ name, required }) => {
      if (!required) return false;
      return Object.hasOwn(input, name) ? isBlank(input[name]) : isNew;
    })
    .map(({ name }) => name);
}

function isBlank(given: unknown): boolean {
  if (typeof given === "string") return given.trim() === "";
  return given === null || given === undefined || (Array.isArray(given) && given.length === 0);
}
