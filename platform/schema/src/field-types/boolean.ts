import { accepted, type FieldTypeDefinition, refused } from "./field-type.ts";

const words: ReadonlyMap<string, boolean> = new Map([
  ...["true", "yes", "y", "t", "1", "on", "是", "有", "真", "√", "✓"].map(
    (w) => [w, true] as const,
  ),
  ...["false", "no", "n", "f", "0", "off", "否", "无", "假", "×"].map((w) => [w, false] as const),
]);
const refusal = refused("应为“是”或“否”", "must be yes or no");

export const boolean: FieldTypeDefinition = {
  name: "boolean",
  label: { zh: "是/否", en: "Yes/no" },
  columnType: "boolean",
  condition: { type: "boolean" },
  read: (input) => (typeof input === "boolean" ? accepted(input) : refusal),
  readText(input) {
    const value = words.get(input.toLowerCase());
    return value === undefined ? refusal : accepted(value);
  },
  present: (stored) => stored === true,
  sort: { type: "boolean", by: (column) => column },
};
