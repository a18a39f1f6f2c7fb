import type { Field, FieldValue, Locale } from "@causeway/platform-contract";
import { fieldTypes } from "@causeway/platform-schema";

/** A value as a person would type it; what files and other types of field read. */
export function valueAsText(field: Field, value: FieldValue, locale: Locale): string {
  if (value === null) return "";
  const named = (option: string) =>
    field.options.find((candidate) => candidate.value === option)?.label[locale] ?? option;
  if (Array.isArray(value)) return value.map(named).join("; ");
  if (typeof value === "string" && field.type === "select") return named(value);
  return String(value);
}

/** The value that a field of another type has for it; undefined where the new type cannot hold it. */
export function convertValue(
  from: Field,
  to: Field,
  value: Exclude<FieldValue, null>,
  locale: Locale,
): FieldValue | undefined {
  // Numbers stay what they are; everything else goes by way of what a person would type.
  const same = typeof value === "number" ? fieldTypes[to.type].read(value, to) : undefined;
  if (same?.ok) return same.value;
  const text = valueAsText(from, value, locale);
  const shown = from.type === "dateTime" && to.type === "date" ? text.slice(0, 10) : text;
  const reading = fieldTypes[to.type].readText(shown.trim(), to);
  return reading.ok ? reading.value : undefined;
}
