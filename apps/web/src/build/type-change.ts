import type {
  Conversions,
  Field,
  FieldType,
  ObjectDefinition,
  Option,
} from "@causeway/platform-contract";
import { fieldKinds } from "../records/field-kinds.ts";

export type Conversion = Conversions["conversions"][number];

/** References and members are no values of their own: they neither become nor come from anything else. */
const apart: ReadonlySet<FieldType> = new Set(["reference", "user"]);
const unique: ReadonlySet<FieldType> = new Set(["text", "number", "email", "phone"]);

/** Whether the type of a field can change at all. */
export function isConvertible(object: ObjectDefinition, field: Field): boolean {
  if (field.system || apart.has(field.type)) return false;
  return field.name !== object.titleField && field.name !== object.stageField;
}

/** The types that a field may become. */
export function offeredTypes(field: Field): readonly FieldType[] {
  return (Object.keys(fieldKinds) as readonly FieldType[]).filter(
    (type) => type !== field.type && !apart.has(type) && (!field.unique || unique.has(type)),
  );
}

/** Options as a person writes them, one per line. */
export function optionLines(options: readonly Option[]): string {
  return options.map(({ value, label }) => `${value}=${label.zh}=${label.en}`).join("\n");
}

/** The latest conversion of each field of an object, by the field's name. */
export function latestConversions(
  conversions: readonly Conversion[],
  object: string,
): ReadonlyMap<string, Conversion> {
  const latest = new Map<string, Conversion>();
  for (const conversion of conversions) {
    if (conversion.object !== object || latest.has(conversion.field)) continue;
    latest.set(conversion.field, conversion);
  }
  return latest;
}
