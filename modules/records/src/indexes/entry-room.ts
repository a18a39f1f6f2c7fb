import type { ObjectDefinition } from "@causeway/platform-contract";
import { fieldNamed, fieldTypes, systemFields } from "@causeway/platform-schema";
import type { ListIndex } from "./list-index.ts";

/** How much of an index entry a field's values may take; see `FieldTypeDefinition.bulk`. */
export function bulkOf(object: ObjectDefinition, name: string): "one" | "none" | undefined {
  const field = fieldNamed(object, name) ?? systemFields.find((each) => each.name === name);
  return field && fieldTypes[field.type].bulk;
}

/** The same of a field that lists are sorted by: the title's key is short. */
export function bulkOfSort(object: ObjectDefinition, name: string): "one" | "none" | undefined {
  return name === object.titleField ? undefined : bulkOf(object, name);
}

/** Whether every value that its fields may ever hold fits into an entry: else writing such a value would fail. */
export function hasRoom(
  object: ObjectDefinition,
  { kind, fields, sortedBy, carried }: ListIndex,
): boolean {
  if (kind !== "ordered") return true;
  const bulks = [...fields, ...carried].map((name) => bulkOf(object, name));
  if (sortedBy !== null) bulks.push(bulkOfSort(object, sortedBy));
  return !bulks.includes("none") && bulks.filter((bulk) => bulk === "one").length <= 1;
}
