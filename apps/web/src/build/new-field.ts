import type { FieldType, NewField, Option } from "@causeway/platform-contract";
import { apiNameOf } from "./import-map.ts";

/** Options as people write them: one per line, `value=中文=English`, `中文=English` or one name. */
export function readOptions(text: string): Option[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line, place) => {
      const parts = line.split("=").map((part) => part.trim());
      const [first = line, second, third] = parts;
      if (third !== undefined && second !== undefined) {
        return { value: apiNameOf(first, place), label: { zh: second, en: third } };
      }
      const en = second ?? first;
      return { value: apiNameOf(en, place), label: { zh: first, en } };
    });
}

export interface FieldForm {
  readonly zh: string;
  readonly en: string;
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly unique: boolean;
  readonly options: string;
  readonly target: string;
}

/** The field that a form describes. */
export function newFieldOf(form: FieldForm): NewField {
  const chooses = form.type === "select" || form.type === "multiSelect";
  return {
    name: form.name,
    label: { zh: form.zh, en: form.en || form.zh },
    type: form.type,
    required: form.required,
    unique: form.unique,
    options: chooses ? readOptions(form.options) : [],
    target: form.type === "reference" ? form.target : null,
  };
}
