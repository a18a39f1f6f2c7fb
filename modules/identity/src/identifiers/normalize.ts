import { type NumberType, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { isBlocked } from "./blocked-values.ts";

/** An e-mail address in lower case; null when it is none, or nobody's. */
export function normalizeEmail(text: string): string | null {
  const email = text.trim().toLowerCase();
  if (email.length > 320 || !/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]{2,}$/.test(email)) return null;
  return isBlocked(email) ? null : email;
}

/** The part after @; null for addresses of free mail, which say nothing about a company. */
export function companyDomainOf(email: string): string | null {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  return freeMail.has(domain) ? null : domain;
}

/** Hosts of mail that anybody may have. */
export const freeMail: ReadonlySet<string> = new Set(
  (
    "163.com 126.com yeah.net qq.com vip.qq.com foxmail.com sina.com sina.cn sohu.com aliyun.com 139.com 189.cn " +
    "wo.cn tom.com 21cn.com 188.com gmail.com googlemail.com outlook.com hotmail.com live.com live.cn msn.com yahoo.com " +
    "yahoo.com.cn icloud.com me.com proton.me protonmail.com gmx.com gmx.de web.de mail.ru yandex.ru mail.com aol.com"
  ).split(" "),
);

export interface Phone {
  /** In E.164, as `+8613800138000`. */
  readonly number: string;
  /** A person's mobile phone, a line that a company answers, or a number of which the plan does not tell. */
  readonly of: "person" | "company" | "either";
}

/**
 * A phone number in any notation; without a country code it is Chinese. Null when it is none, or a service number.
 */
export function normalizePhone(text: string): Phone | null {
  if (text.length > 40) return null;
  const digits = text.replace(/\D/g, "");
  if (digits.length < 6 || isBlocked(digits) || isServiceNumber(digits)) return null;
  const parsed = parsePhoneNumberFromString(text, "CN");
  if (!parsed?.isValid()) return null;
  return { number: parsed.number, of: ownerOf(parsed.getType()) };
}

function ownerOf(type: NumberType): Phone["of"] {
  if (type === "MOBILE") return "person";
  return type === "FIXED_LINE_OR_MOBILE" ? "either" : "company";
}

/** 400 and 800 hotlines and the short numbers of banks and carriers belong to whoever is called, not to the customer. */
function isServiceNumber(digits: string): boolean {
  return /^(86)?[48]00\d{7}$/.test(digits) || /^(95|96|10)\d{3,4}$/.test(digits);
}

/** A company's name as it is compared: compatibility forms unified, without spaces, brackets and dots, lower case. */
export function normalizeCompanyName(text: string): string | null {
  const name = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s().,，。·・'"-]/g, "");
  return name.length < 2 || name.length > 200 || isBlocked(name) ? null : name;
}

/** The host of a web address or domain, without `www.`; null when it is none, or one of free mail. */
export function normalizeDomain(text: string): string | null {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/[/?#:].*$/, "")
    .replace(/^www\./, "");
  if (!/^[^\s@]+\.[^\s@.]{2,}$/.test(host) || host.length > 253) return null;
  return freeMail.has(host) ? null : host;
}

/** Any other identifier: trimmed; null when it names nobody. Case is kept, some systems tell ids apart by it. */
export function normalizeId(text: string): string | null {
  const id = text.trim();
  return id.length > 500 || isBlocked(id) ? null : id;
}
