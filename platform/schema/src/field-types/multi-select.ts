import type { Field } from "@causeway/platform-contract";
import { accepted, type FieldTypeDefinition, type Reading, refused } from "./field-type.ts";
import { optionFromText, readOption } from "./select.ts";

function collect(readings: readonly Reading[]): Reading {
  const values = new Set<string>();
  for (const reading of readings) {
    if (!reading.ok) return reading;
    values.add(String(reading.value));
  }
  return accepted([...values]);
}

/** Several of the field's options, without order or repetition. */
export const multiSelect: FieldTypeDefinition = {
  name: "multiSelect",
  label: { zh: "多选", en: "Multi-select" },
  columnType: `text[] collate "C"`,
  condition: { type: "multiSelect" },
  read: (input: unknown, field: Field) =>
    Array.isArray(input)
      ? collect(input.map((entry) => readOption(entry, field)))
      : refused("应为选项列表", "must be a list of options"),
  readText: (input, field) =>
    collect(
      input
        .split(/[,;|，；、]/)
        .filter((part) => part.trim() !== "")
        .map((part) => optionFromText(part, field)),
    ),
  present: (stored) => (Array.isArray(stored) ? stored.map(String) : []),
};
