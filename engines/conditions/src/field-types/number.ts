import type { FieldType } from "./field-type.ts";

const decimal = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

const formats = {
  zh: new Intl.NumberFormat("zh", { maximumFractionDigits: 15 }),
  en: new Intl.NumberFormat("en", { maximumFractionDigits: 15 }),
} as const;

/** float8 in both backends. Rows may hold `numeric` and `bigint` as drivers give them: as digits. */
export const number: FieldType & { readonly name: "number" } = {
  name: "number",
  label: { zh: "数字", en: "number" },
  readConstant: (input) =>
    typeof input === "number" && Number.isFinite(input)
      ? { ok: true, value: input }
      : { ok: false, message: { zh: "应为数字", en: "must be a finite number" } },
  readRow(value) {
    if (typeof value === "number") return value;
    if (typeof value === "bigint") return Number(value);
    if (typeof value === "string" && (decimal.test(value) || value === "NaN")) return Number(value);
    return undefined;
  },
  sqlType: (field) => (field.sqlType === "numeric" ? "numeric" : "float8"),
  comparesAcrossSqlTypes: true,
  format: (value, _field, { locale }) =>
    typeof value === "number" ? formats[locale].format(value) : String(value),
};
