import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { accepted, type FieldTypeDefinition, type Reading, refused } from "./field-type.ts";

/** The library reads extensions in Latin letters only; read as digits of the number they would make another one. */
const extension = /\s*(转|分机|内线|extension|ext|x)[\s.:：]*/iu;

/** A Chinese mobile number as most are written; 179 and two digits more are the code of a carrier. */
const mobile = /^(?:\+86)?(1(?:[3-689]\d|7[0-8])\d{8})$/;

/**
 * A telephone number in any notation → E.164 (`+8613812345678`); a number without a country code is Chinese.
 * An extension is left out. Numbers outside the numbering plans (short codes, internal lines) keep their digits.
 */
export function normalizePhone(input: string): string | undefined {
  const text = input.normalize("NFKC").trim();
  // The library would say the same, and take twenty times as long.
  const plain = mobile.exec(text)?.[1];
  if (plain !== undefined) return `+86${plain}`;
  if (text.length > 60 || /\p{L}/u.test(text.replace(extension, ""))) return undefined;
  const parsed = parsePhoneNumberFromString(text.replace(extension, " ext. "), "CN");
  if (parsed?.isPossible()) return parsed.number;
  const digits = text.replace(/\D/g, "");
  if (digits.length < 3 || digits.length > 20) return undefined;
  return text.startsWith("+") ? `+${digits}` : digits;
}

function readPhone(input: unknown): Reading {
  const value = typeof input === "string" ? normalizePhone(input) : undefined;
  return value === undefined
    ? refused("应为电话号码", "must be a telephone number")
    : accepted(value);
}

export const phone: FieldTypeDefinition = {
  name: "phone",
  label: { zh: "电话", en: "Phone" },
  columnType: 'text collate "C"',
  condition: { type: "text" },
  read: readPhone,
  readText: readPhone,
  present: String,
  index: "value",
  sort: { type: "text", by: (column) => column },
  search: { as: "digits", always: true },
};
