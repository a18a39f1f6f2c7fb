import { boolean } from "./boolean.ts";
import { date } from "./date.ts";
import { dateTime } from "./date-time.ts";
import type { FieldType } from "./field-type.ts";
import { multiSelect } from "./multi-select.ts";
import { number } from "./number.ts";
import { reference } from "./reference.ts";
import { select } from "./select.ts";
import { text } from "./text.ts";

const list = [text, number, boolean, date, dateTime, select, multiSelect, reference] as const;

export type FieldTypeName = (typeof list)[number]["name"];

const byName: ReadonlyMap<FieldTypeName, FieldType> = new Map(
  list.map((fieldType) => [fieldType.name, fieldType]),
);

/** The definition of a field type. Throws where the catalog holds a type this engine does not know. */
export function fieldTypeOf(name: FieldTypeName): FieldType {
  const fieldType = byName.get(name);
  if (fieldType === undefined) throw new TypeError(`Unknown field type: ${String(name)}`);
  return fieldType;
}
