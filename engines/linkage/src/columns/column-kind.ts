import type { ColumnKind } from "../comparators/registry.ts";
import { websiteForm } from "../comparators/website.ts";
import { hasHan } from "../text/simplified.ts";
import type { CodedColumn } from "./coded-column.ts";
import { isAmount } from "./parse-amounts.ts";
import { parseDate } from "./parse-date.ts";
import { parseNumber } from "./parse-number.ts";

const sampleSize = 2000;

const headers = {
  phone: /phone|tel(?!l)|mobile|cell|fax|手机|电话|传真|联系方式/i,
  amount:
    /price|cost|amount|value|size|weight|length|height|width|age\b|year|qty|quantity|score|rate|count|金额|价格|单价|数量|年龄|年份|面积|资本/i,
  company:
    /company|organi[sz]ation|employer|firm|vendor|supplier|manufacturer|brand|business|site.?name|agency|account.?name|公司|企业|单位|厂商|客户名称|供应商/i,
  address: /addr|street|地址|住址|位置/i,
  person:
    /^(?:full.?name|name|contact|person|customer.?name|director|owner|employee|first.?and.?surname|姓名|联系人|客户|负责人|法人|法定代表人|legal.?person)$/i,
  people: /author|editor|inventor|cast|artist|作者|演员|发明人/i,
  text: /title|description|product|descr|abstract|summary|comment|note|标题|描述|说明|产品|备注|简介/i,
} as const;

const companyForm =
  /\b(?:inc|corp|corporation|company|co|ltd|limited|llc|llp|plc|gmbh|ag|sa|srl|bv|nv|school|center|centre|university|church|association|institute|bank|hospital)\b\.?|公司|集团|有限|大学|银行|医院|研究院|事务所|厂$/i;
const hanAddress = /[省市区县镇路街道巷弄号楼室村]/u;
const latinAddress =
  /\b(?:street|st|avenue|ave|road|rd|drive|dr|blvd|boulevard|lane|ln|court|ct|place|pl|crescent|terrace|highway|hwy|suite|circuit|square|close|way|parkway|pkwy|broadway)\b/i;
const phoneForm = /^(?:\+?\d[\d\s().-]{6,18}\d)(?:\s*(?:ext|x|转|#)\.?\s*\d+)?$/i;
const looksDialled =
  /^(?:\+|00)\d|[()]|\d[\s.-]\d{3,4}[\s.-]\d{3,4}|^1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}$/;

/** What the values of a column look like, as shares of its distinct values. */
interface Looks {
  readonly share: (test: (value: string) => boolean) => number;
  readonly meanWords: number;
  readonly meanLength: number;
}

function looksOf(column: CodedColumn): Looks {
  const step = Math.max(1, Math.ceil(column.values.length / sampleSize));
  const sample = column.values.filter((_, place) => place % step === 0);
  const size = Math.max(1, sample.length);
  const mean = (of: (value: string) => number) =>
    sample.reduce((sum, value) => sum + of(value), 0) / size;
  return {
    share: (test) => sample.filter(test).length / size,
    meanWords: mean((value) => value.split(/\s+/).length),
    meanLength: mean((value) => value.length),
  };
}

/**
 * What a column holds, from its values and, where they leave a doubt, from its name. Undefined where it cannot tell
 * rows apart: no values, or one only.
 */
export function columnKind(column: CodedColumn): ColumnKind | undefined {
  if (column.values.length < 2 || column.filled === 0) return undefined;
  const looks = looksOf(column);
  const { share } = looks;
  if (share((value) => /^[^\s@]+@[^\s@]+$/.test(value)) > 0.8) return "email";
  if (share((value) => parseDate(value) !== undefined) > 0.85) return "date";
  if (share((value) => websiteForm.test(value)) > 0.8) return "website";
  if (isPhone(column.name, looks)) return "phone";
  if (share((value) => parseNumber(value) !== undefined) > 0.9) return kindOfNumber(column, looks);
  if (share(isAmount) > 0.9) return "number";
  const inHan = share(hasHan);
  if (inHan > 0.1 && inHan < 0.9 && isPersonHeader(column.name, looks)) return "full-name";
  if (inHan > 0.5) return kindOfHan(column, looks);
  if (share((value) => /\d/.test(value)) > 0.7 && looks.meanWords < 1.5) return "code";
  return kindOfLatin(column, looks);
}

/** Names of persons, of whom some are written in Chinese and some in Latin letters. */
function isPersonHeader(name: string, { meanLength }: Looks): boolean {
  return headers.person.test(name) && meanLength < 25;
}

function isPhone(name: string, { share }: Looks): boolean {
  const phones = share((value) => phoneForm.test(value));
  if (headers.phone.test(name)) return share((value) => /^[\d\s()+.x#-]{5,}/i.test(value)) > 0.7;
  return phones > 0.85 && share((value) => looksDialled.test(value)) > 0.6;
}

function kindOfNumber(column: CodedColumn, { share, meanLength }: Looks): ColumnKind {
  const isFew = column.values.length <= 12;
  if (headers.amount.test(column.name)) return "number";
  if (share((value) => /[.,$€£¥]/.test(value)) > 0.2) return "number";
  if (isFew) return "category";
  if (share((value) => /^(?:1[89]|20)\d\d$/.test(value)) > 0.9) return "number";
  return meanLength < 1.5 ? "number" : "code";
}

export function isCategory({ values, filled }: CodedColumn): boolean {
  return values.length <= 30 && values.length < filled / 20;
}

function kindOfHan(column: CodedColumn, { share, meanLength }: Looks): ColumnKind {
  if (isCategory(column)) return "category";
  if (share((value) => companyForm.test(value)) > 0.3 || headers.company.test(column.name))
    return meanLength > 40 ? "text" : "company";
  if (share((value) => hanAddress.test(value)) > 0.6 && meanLength >= 5) return "address";
  if (headers.address.test(column.name)) return "address";
  if (meanLength <= 4.5)
    return headers.person.test(column.name) ? "full-name" : kindOfShort(column);
  return "text";
}

function kindOfShort(column: CodedColumn): ColumnKind {
  return column.values.every((value) => [...value].length <= 4) ? "full-name" : "name";
}

function kindOfLatin(column: CodedColumn, looks: Looks): ColumnKind {
  if (isCategory(column)) return "category";
  return kindByHeader(column.name, looks) ?? kindByLook(column, looks);
}

function kindByHeader(name: string, looks: Looks): ColumnKind | undefined {
  const { meanWords } = looks;
  if (isPeople(name, looks)) return "people";
  if (headers.text.test(name) && meanWords >= 2.5) return "text";
  if (headers.address.test(name) && meanWords >= 1.5) return "address";
  if (headers.company.test(name)) return meanWords > 9 ? "text" : "company";
  const isPerson =
    headers.person.test(name) &&
    meanWords < 5 &&
    meanWords >= 1.4 &&
    looks.share((value) => companyForm.test(value)) < 0.25;
  return isPerson && looks.share((value) => /\d/.test(value)) < 0.1 ? "full-name" : undefined;
}

function kindByLook(column: CodedColumn, { share, meanWords, meanLength }: Looks): ColumnKind {
  if (share((value) => companyForm.test(value)) > 0.25 && meanWords < 9) return "company";
  const addresses = share((value) => latinAddress.test(value) && /\d/.test(value));
  if (addresses > 0.5 && meanWords < 10) return "address";
  if (meanWords >= 3.5 || meanLength > 40) return "text";
  // Words in any order, cut short or as initials: names of persons, and what a bank writes of them.
  const withDigits = share((value) => /\d/.test(value));
  const isNamed = /name/i.test(column.name)
    ? withDigits < 0.1
    : withDigits < 0.4 && column.values.length > 0.4 * column.filled;
  return meanWords >= 1.7 && isNamed ? "full-name" : "name";
}

function isPeople(name: string, { share, meanWords }: Looks): boolean {
  if (headers.people.test(name)) return true;
  if (headers.text.test(name) || headers.address.test(name) || meanWords <= 3) return false;
  const lists = share((value) => /[,;/|&、；]|\band\b/.test(value));
  return lists > 0.5 && share((value) => /\d/.test(value)) < 0.05 && isShortBetweenCommas(share);
}

function isShortBetweenCommas(share: Looks["share"]): boolean {
  const isName = (part: string) => {
    const words = part.trim().split(/\s+/).length;
    return words >= 2 && words <= 4;
  };
  return share((value) => value.split(/[,;|]/).every(isName)) > 0.7;
}
