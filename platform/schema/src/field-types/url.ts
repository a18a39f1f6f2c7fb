import { accepted, type FieldTypeDefinition, type Reading, refused } from "./field-type.ts";
import { readStorableText } from "./storable-text.ts";

const refusal = refused("应为网址", "must be a web address");

/** A web address; without a scheme it is https. Other schemes are refused, since pages show it as a link. */
function readUrl(input: unknown): Reading {
  const text = readStorableText(input, 2000);
  if (!text.ok) return text;
  const value = String(text.value);
  const candidate = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(value) ? value : `https://${value}`;
  if (!URL.canParse(candidate) || /\s/.test(value)) return refusal;
  const { protocol, hostname } = new URL(candidate);
  if (!/^https?:$/.test(protocol) || !hostname.includes(".")) return refusal;
  return accepted(candidate);
}

export const url: FieldTypeDefinition = {
  name: "url",
  label: { zh: "网址", en: "URL" },
  columnType: 'text collate "C"',
  condition: { type: "text" },
  read: readUrl,
  readText: readUrl,
  present: String,
  bulk: "none",
  search: { as: "words", always: true },
};
