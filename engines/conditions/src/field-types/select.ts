import type { FieldDescription } from "../field-catalog.ts";
import type { Scalar } from "../value.ts";
import type { ConstantReading, FieldType, FormatOptions } from "./field-type.ts";
import { readText } from "./text.ts";

/** A constant that must be one of the field's options, where the catalog names them. */
export function readOption(input: unknown, field: FieldDescription): ConstantReading {
  const reading = readText(input);
  if (!reading.ok || field.options === undefined) return reading;
  if (field.options.some((option) => option.value === reading.value)) return reading;
  return { ok: false, message: { zh: "不是该字段的选项", en: "is not an option of this field" } };
}

/** The option's label, or its value where the catalog does not name it. */
export function formatOption(
  value: Scalar,
  field: FieldDescription,
  { locale }: FormatOptions,
): string {
  const option = field.options?.find((candidate) => candidate.value === value);
  return `“${option?.label[locale] ?? String(value)}”`;
}

export const select: FieldType & { readonly name: "select" } = {
  name: "select",
  label: { zh: "单选", en: "single choice" },
  readConstant: readOption,
  readRow: (value) => (typeof value === "string" ? value : undefined),
  sqlType: () => "text",
  collates: true,
  emptyLiteral: () => "''",
  format: formatOption,
};
