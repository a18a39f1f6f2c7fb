import type { StoredRecord } from "@causeway/module-records";
import type { Identifier } from "../identifiers/identifier.ts";
import {
  companyDomainOf,
  normalizeCompanyName,
  normalizeDomain,
  normalizeEmail,
  normalizeId,
  normalizePhone,
} from "../identifiers/normalize.ts";
import { companyPhone, normalizeGroup, personPhone } from "../identifiers/read-identity.ts";

/** Objects whose records are people or companies. */
export const linkedObjects: ReadonlySet<string> = new Set(["account", "contact", "lead"]);

/** What of a record names somebody; of one that is not made yet the id is empty. */
export type NamingRecord = Pick<StoredRecord, "object" | "id" | "values">;

/** How a record's fields name its person or company; the same kinds and notation as those of events. */
export function contactPoints(record: NamingRecord): readonly Identifier[] {
  const points = record.object === "account" ? accountPoints(record) : personPoints(record);
  return [...new Map(points.map((point) => [`${point.kind} ${point.value}`, point])).values()];
}

function personPoints(record: NamingRecord): readonly Identifier[] {
  const phone = read(record, "phone", normalizePhone);
  return [
    ...one("email", read(record, "email", normalizeEmail)),
    ...personPhone(phone),
    ...one("wechat_openid", read(record, "wechat_openid", normalizeId)),
    ...one("unionid", read(record, "unionid", normalizeId)),
    // Systems that know the record by this id send it as userId.
    ...one("user_id", read(record, "external_id", normalizeId)),
    ...one("user_id", record.id === "" ? null : record.id),
  ];
}

function accountPoints(record: NamingRecord): readonly Identifier[] {
  const phone = read(record, "phone", normalizePhone);
  const fromMail = read(record, "domain", (text) =>
    text.includes("@") ? companyDomainOf(text.toLowerCase()) : normalizeDomain(text),
  );
  return [
    ...one("group", record.id === "" ? null : record.id),
    ...one("group", read(record, "external_id", normalizeGroup)),
    ...one("group", read(record, "credit_code", normalizeGroup)),
    ...one("company_name", read(record, "name", normalizeCompanyName)),
    ...one("company_domain", fromMail),
    ...one("company_domain", read(record, "website", normalizeDomain)),
    ...companyPhone(phone),
  ];
}

function read<Result>(
  record: NamingRecord,
  field: string,
  normalize: (text: string) => Result | null,
): Result | null {
  const value = record.values[field];
  return typeof value === "string" && value !== "" ? normalize(value) : null;
}

function one(kind: string, value: string | null): readonly Identifier[] {
  return value === null ? [] : [{ kind, value }];
}
