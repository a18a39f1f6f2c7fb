import { asObject, type JsonObject } from "../../wire/json-object.ts";

/**
 * The value at a path such as `data.user.phone` or `items.0.name`; a name that holds dots itself wins.
 * Undefined where nothing is.
 */
export function pick(record: JsonObject, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path];
  let value: unknown = record;
  for (const part of path.split(".")) {
    if (Array.isArray(value)) value = value[Number(part)];
    else {
      const object = asObject(value);
      if (object === null || !Object.hasOwn(object, part)) return undefined;
      value = object[part];
    }
  }
  return value;
}

/** The value as one line of text; null for blanks, objects and lists. */
export function plain(value: unknown): string | null {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? null : text;
}

/** A record whose members are found however they are written: `cdr_unique_id`, `uniqueId`, `Unique ID`. */
export function looseMembers(record: JsonObject): ReadonlyMap<string, unknown> {
  const members = new Map<string, unknown>();
  for (const [name, value] of Object.entries(record)) {
    const loose = looseName(name);
    if (!members.has(loose)) members.set(loose, value);
  }
  return members;
}

export function looseName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_\-.()（）]/g, "")
    .replace(/^cdr(?=.)/, "");
}
