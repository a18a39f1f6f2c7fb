import type { FieldTypeDefinition } from "./field-type.ts";
import { readStorableText } from "./storable-text.ts";

const longest = 100;

/** A member of the workspace, by id. */
export const user: FieldTypeDefinition = {
  name: "user",
  label: { zh: "成员", en: "Member" },
  columnType: 'text collate "C"',
  condition: { type: "reference", sqlType: "text" },
  read: (input) => readStorableText(input, longest),
  readText: (input) => readStorableText(input, longest),
  present: String,
};
