import type { FieldType } from "./field-type.ts";

const words = { zh: { true: "是", false: "否" }, en: { true: "yes", false: "no" } };

export const boolean: FieldType & { readonly name: "boolean" } = {
  name: "boolean",
  label: { zh: "是/否", en: "yes/no" },
  readConstant: (input) =>
    typeof input === "boolean"
      ? { ok: true, value: input }
      : { ok: false, message: { zh: "应为是或否", en: "must be true or false" } },
  readRow: (value) => (typeof value === "boolean" ? value : undefined),
  sqlType: () => "boolean",
  format: (value, _field, { locale }) => words[locale][value === true ? "true" : "false"],
};
