import type { FieldTypeDefinition } from "./field-type.ts";
import { readStorableText } from "./storable-text.ts";

// A B-tree entry holds at most 2,704 bytes; 500 characters take at most 2,000.
const longest = 500;

/** One line of text; options, where a field has some, are suggestions. */
export const text: FieldTypeDefinition = {
  name: "text",
  label: { zh: "文本", en: "Text" },
  columnType: 'text collate "C"',
  condition: { type: "text" },
  read: (input) => readStorableText(input, longest),
  readText: (input) => readStorableText(input, longest),
  present: String,
  sort: { type: "text", by: (column) => column },
  bulk: "one",
  search: { as: "words", always: false },
};
