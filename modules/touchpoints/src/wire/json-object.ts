export type JsonObject = { readonly [key: string]: unknown };

/** The value as an object of unknown members, or null for anything else (lists too). */
export function asObject(value: unknown): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : null;
}

/** The member as an object; empty when it is not one. */
export function objectAt(parent: JsonObject, key: string): JsonObject {
  return asObject(parent[key]) ?? {};
}

/**
 * The member as text: strings trimmed, numbers written out; null for everything else and for blanks.
 */
export function textAt(parent: JsonObject, key: string): string | null {
  const value = parent[key];
  const text =
    typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "";
  return text === "" ? null : text;
}

/** The member as a list; empty when it is not one. */
export function listAt(parent: JsonObject, key: string): readonly unknown[] {
  const value = parent[key];
  return Array.isArray(value) ? value : [];
}
