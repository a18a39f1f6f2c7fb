import type { FieldType } from "./field-type.ts";
import { readText } from "./text.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The id of another record; a uuid in lower case unless the catalog says `sqlType: "text"`. */
export const reference: FieldType & { readonly name: "reference" } = {
  name: "reference",
  label: { zh: "关联", en: "reference" },
  readConstant(input, field) {
    if (field.sqlType === "text") return readText(input);
    return typeof input === "string" && uuid.test(input)
      ? { ok: true, value: input.toLowerCase() }
      : { ok: false, message: { zh: "应为记录编号", en: "must be a record id" } };
  },
  readRow(value, field) {
    if (typeof value !== "string") return undefined;
    if (field.sqlType === "text") return value;
    return uuid.test(value) ? value.toLowerCase() : undefined;
  },
  sqlType: (field) => (field.sqlType === "text" ? "text" : "uuid"),
  emptyLiteral: (field) => (field.sqlType === "text" ? "''" : undefined),
  format(value, _field, { nameOf }) {
    const name = nameOf?.(String(value));
    return name === undefined ? String(value) : `“${name}”`;
  },
};
