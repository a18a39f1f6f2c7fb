import type { ConstantReading, FieldType } from "./field-type.ts";

const longest = 10_000;

/** Text that PostgreSQL can hold: no NUL, no lone surrogate; at most 10,000 UTF-16 units. */
export function readText(input: unknown): ConstantReading {
  if (typeof input !== "string") {
    return { ok: false, message: { zh: "应为文本", en: "must be text" } };
  }
  if (input.length > longest) {
    return {
      ok: false,
      message: { zh: "文本过长（最多 10000 个字符）", en: "is longer than 10,000 characters" },
    };
  }
  if (!isStorableText(input)) {
    return {
      ok: false,
      message: { zh: "包含无法保存的字符", en: "contains a character that cannot be stored" },
    };
  }
  return { ok: true, value: input };
}

/** False for text with NUL or a lone surrogate, which no PostgreSQL text can be. */
export function isStorableText(text: string): boolean {
  return !text.includes("\0") && !/\p{Surrogate}/u.test(text);
}

export const text: FieldType & { readonly name: "text" } = {
  name: "text",
  label: { zh: "文本", en: "text" },
  readConstant: readText,
  readRow: (value) => (typeof value === "string" ? value : undefined),
  sqlType: () => "text",
  collates: true,
  emptyLiteral: () => "''",
  format: (value) => `“${String(value)}”`,
};
