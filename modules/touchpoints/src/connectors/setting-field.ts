import type { Label, SettingField } from "@causeway/platform-contract";

type FieldFacts = Partial<Pick<SettingField, "hint" | "required" | "initial" | "advanced">>;

function field(
  type: SettingField["type"],
  name: string,
  zh: string,
  en: string,
  facts: FieldFacts = {},
): SettingField {
  return {
    ...{ name, type, label: { zh, en }, hint: null, required: false, initial: "", options: [] },
    advanced: false,
    ...facts,
  };
}

/** One line of text. */
export const textField = field.bind(null, "text");
/** A text that is sealed when it is stored and never shown again. */
export const secretField = field.bind(null, "secret");
/** Several lines of text. */
export const linesField = field.bind(null, "lines");

/** A field map, as JSON text. */
export const mapField = field.bind(null, "map");

/** A field that few change: the form shows it on demand. */
export const rarely = (one: SettingField): SettingField => ({ ...one, advanced: true });

/** One of a few; the first is chosen at the beginning. */
export function choiceField(
  name: string,
  label: Label,
  options: readonly (readonly [value: string, zh: string, en: string])[],
  hint: Label | null = null,
): SettingField {
  return {
    name,
    type: "choice",
    label,
    hint,
    required: true,
    initial: options[0]?.[0] ?? "",
    advanced: false,
    options: options.map(([value, zh, en]) => ({ value, label: { zh, en } })),
  };
}
