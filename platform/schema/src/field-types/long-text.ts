import type { FieldTypeDefinition } from "./field-type.ts";
import { readStorableText } from "./storable-text.ts";

const longest = 20_000;

/** Text of several lines. */
export const longText: FieldTypeDefinition = {
  name: "longText",
  label: { zh: "多行文本", en: "Long text" },
  columnType: 'text collate "C"',
  condition: { type: "text" },
  read: (input) => readStorableText(input, longest),
  readText: (input) => readStorableText(input, longest),
  present: String,
  bulk: "none",
};
