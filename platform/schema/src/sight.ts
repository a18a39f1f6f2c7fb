import type {
  Field,
  FieldValue,
  ObjectDefinition,
  Role,
  Sight,
  Values,
} from "@causeway/platform-contract";
import { isPersonObject } from "./model.ts";

/** Who looks; undefined is the server itself, which sees everything. */
export type Viewer = Role | undefined;

/** How much of a field's values somebody sees. */
export function sightOf({ masks }: Field, viewer: Viewer): Sight {
  return viewer === undefined || viewer === "owner" ? "whole" : (masks?.[viewer] ?? "whole");
}

export function seesWhole(field: Field, viewer: Viewer): boolean {
  return sightOf(field, viewer) === "whole";
}

/** Whether anything of an object is kept from somebody. */
export function seesAll({ fields }: ObjectDefinition, viewer: Viewer): boolean {
  return fields.every((field) => seesWhole(field, viewer));
}

/** The object without the fields that somebody does not see whole. */
export function openPart(object: ObjectDefinition, viewer: Viewer): ObjectDefinition {
  return { ...object, fields: object.fields.filter((field) => seesWhole(field, viewer)) };
}

/** A value as somebody sees it; null where nothing of it can be shown. */
export function seenValue(
  object: ObjectDefinition,
  field: Field,
  value: FieldValue,
  viewer: Viewer,
): FieldValue {
  const sight = sightOf(field, viewer);
  if (sight === "whole" || value === null) return value;
  return sight === "hidden" ? null : maskedValue(object, field, value);
}

/** The values of a record as somebody sees them. */
export function seenValues(object: ObjectDefinition, values: Values, viewer: Viewer): Values {
  if (seesAll(object, viewer)) return values;
  const seen: Values = { ...values };
  for (const field of object.fields) {
    if (field.name in seen) {
      seen[field.name] = seenValue(object, field, seen[field.name] ?? null, viewer);
    }
  }
  return seen;
}

/** What names a record to somebody: never empty, so that it can be pointed at. */
export function seenTitle(object: ObjectDefinition, title: string, viewer: Viewer): string {
  const field = object.fields.find(({ name }) => name === object.titleField);
  if (field === undefined || seesWhole(field, viewer)) return title;
  return String(seenValue(object, field, title, viewer) ?? "") || concealed;
}

/** Stands for a text of which nothing is shown. */
export const concealed = "***";

/** The shape of a value; null for types whose values have none. */
export function maskedValue(
  object: ObjectDefinition,
  field: Field,
  value: FieldValue,
): string | null {
  if (typeof value !== "string") return null;
  if (field.type === "phone") return maskedPhone(value);
  if (field.type === "email") return maskedEmail(value);
  if (field.name === object.titleField && isPersonObject(object)) return maskedName(value);
  const isText = field.type === "text" || field.type === "longText" || field.type === "url";
  return isText ? maskedName(value) : null;
}

/** `138****1234`; of short numbers the beginning only. */
export function maskedPhone(phone: string): string {
  const digits = phone.replace(/[^\d+]/g, "").replace(/^(\+|00)86(?=1\d{10}$)/, "");
  const isLong = digits.length >= 10;
  return `${digits.slice(0, isLong ? 3 : 2)}****${isLong ? digits.slice(-4) : ""}`;
}

/** `l***@example.com`; also where the sign is written as in addresses of pages. */
export function maskedEmail(email: string): string {
  const [, first = "", sign = "", domain = ""] = /^(.).*?(@|%40)(.*)$/u.exec(email) ?? [];
  return `${first}***${sign}${domain}`;
}

/** `王**`, `W***`. */
export function maskedName(name: string): string {
  const [first = ""] = [...name.trim()];
  return `${first}${/\p{Script=Han}/u.test(first) ? "**" : "***"}`;
}
