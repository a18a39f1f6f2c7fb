import type { JsonObject } from "../../wire/json-object.ts";
import { looseMembers, looseName, pick, plain } from "./pick.ts";

/** Finds what a record says of a field, under whichever of its names it is there; undefined where it says nothing. */
export function memberFinder<Field extends string>(
  record: JsonObject,
  names: Readonly<Partial<Record<Field, readonly string[]>>>,
): (field: Field) => unknown {
  const members = looseMembers(record);
  return (field) => {
    for (const name of names[field] ?? []) {
      const value = pick(record, name) ?? members.get(looseName(name));
      if (plain(value) !== null || Array.isArray(value)) return value;
    }
    return undefined;
  };
}

/** Names under which systems write who somebody is. */
export const personNames = {
  name: ["name", "fullName", "contactName", "customerName", "姓名", "联系人", "客户姓名"],
  phone: [
    "phone",
    "mobile",
    "tel",
    "telephone",
    "phoneNumber",
    "手机",
    "手机号",
    "电话",
    "联系电话",
  ],
  email: ["email", "mail", "emailAddress", "邮箱", "电子邮件"],
  company: ["company", "companyName", "organization", "公司", "公司名称", "单位"],
  title: ["title", "jobTitle", "position", "职位", "职务"],
} as const;

/** Traits of a person, those that are there. */
export function traitsOf(find: (field: keyof typeof personNames) => unknown): JsonObject {
  const fields = Object.keys(personNames) as (keyof typeof personNames)[];
  return Object.fromEntries(
    fields.flatMap((field) => {
      const text = plain(find(field));
      return text === null ? [] : [[field, text.slice(0, 200)]];
    }),
  );
}
