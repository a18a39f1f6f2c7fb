import type { FieldType } from "./field-type.ts";
import { formatOption, readOption } from "./select.ts";

/** Several options, a `text[]` column without null elements. */
export const multiSelect: FieldType & { readonly name: "multiSelect" } = {
  name: "multiSelect",
  label: { zh: "多选", en: "multiple choice" },
  readConstant: readOption,
  readRow: (value) =>
    Array.isArray(value) && value.every((entry): entry is string => typeof entry === "string")
      ? value
      : undefined,
  sqlType: () => "text",
  emptyLiteral: () => "'{}'",
  format: formatOption,
};
