import type { JsonObject } from "./json-object.ts";

/** What PostgreSQL's jsonb refuses: NUL characters and halves of surrogate pairs, as JSON.stringify writes them. */
const unstorable = /\\u0000|\\ud[89a-f]/i;

/**
 * A JSON text that jsonb accepts: NUL characters are dropped, lone surrogates become U+FFFD.
 * Returns null when the value nests deeper than `depth`.
 */
export function storableJson(value: unknown, depth: number): string | null {
  if (deeperThan(value, depth)) return null;
  const text = JSON.stringify(value);
  return unstorable.test(text) ? JSON.stringify(cleaned(value)) : text;
}

const suspect = /[\0\ud800-\udfff]/;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text without what PostgreSQL refuses. */
export function storableText(text: string): string {
  if (!suspect.test(text)) return text;
  return text.replaceAll("\0", "").replace(loneSurrogate, "\ufffd");
}

function deeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  for (const key in value) {
    if (deeperThan((value as JsonObject)[key], depth - 1)) return true;
  }
  return false;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [storableText(key), cleaned(child)]),
  );
}
