import type { PropertyType } from "@causeway/platform-contract";

const moment = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** The type of a value; null for one that is not there. */
export function propertyTypeOf(value: unknown): PropertyType | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "string") return moment.test(value) ? "time" : "text";
  return Array.isArray(value) ? "list" : "object";
}

/** Whether a value of one type may stand where another is planned: a moment is a text too. */
export function fits(found: PropertyType, planned: PropertyType): boolean {
  return found === planned || (found === "time" && planned === "text");
}
