import type { Field, FieldValue } from "@causeway/platform-contract";
import { accepted, type FieldTypeDefinition, type Reading, refused } from "./field-type.ts";

export function readOption(input: unknown, field: Field): Reading {
  return typeof input === "string" && field.options.some((option) => option.value === input)
    ? accepted(input)
    : refused("不是该字段的选项", "is not an option of this field");
}

/** An option by its value or either label, whatever the case. */
export function optionFromText(text: string, field: Field): Reading {
  const wanted = text.trim().toLowerCase();
  const option = field.options.find(({ value, label }) =>
    [value, label.zh, label.en].some((name) => name.toLowerCase() === wanted),
  );
  return option === undefined ? readOption(undefined, field) : accepted(option.value);
}

/** One of the field's options, stored as its value; sorted in the order of the options. */
export const select: FieldTypeDefinition = {
  name: "select",
  label: { zh: "单选", en: "Select" },
  columnType: 'text collate "C"',
  condition: { type: "select" },
  read: readOption,
  readText: optionFromText,
  present: (stored): FieldValue => String(stored),
  sort: {
    type: "integer",
    // API names need no escaping: letters, digits and underscores.
    by: (column, { options }) =>
      options.length === 0
        ? "null::integer"
        : `case ${column} ${options.map(({ value }, place) => `when '${value}' then ${place}`).join(" ")} end`,
  },
};
