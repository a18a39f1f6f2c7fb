import type { MatchingRuleBody } from "@causeway/platform-contract";
import type { TextKey, Translate } from "../texts/text.ts";

type Kind = MatchingRuleBody["fields"][number]["kind"];

export const kindTexts: Readonly<Record<Kind, TextKey>> = {
  address: "identity.asAddress",
  category: "identity.asCategory",
  code: "identity.asCode",
  company: "identity.asCompany",
  date: "identity.asDate",
  email: "identity.asEmail",
  "full-name": "identity.asFullName",
  name: "identity.asName",
  number: "identity.asNumber",
  people: "identity.asPeople",
  phone: "identity.asPhone",
  text: "identity.asText",
};

const named = [
  "user_id",
  "unionid",
  "email",
  "phone",
  "phone_line",
  "role_mailbox",
  "wechat_openid",
  "anonymous_id",
  "shared_device",
  "shared_line",
  "shared_mailbox",
  "ip",
  "user_agent",
  "mac",
  "device_model",
  "city",
  "name",
  "company",
  "company_name",
  "company_domain",
  "company_phone",
  "address",
  "birthday",
  "firstName",
  "lastName",
] as const;

/** Ids of other systems and traits that many of them send. */
const sentTexts: Readonly<Record<string, TextKey>> = {
  title: "identity.jobTitle",
  group: "identity.organisation",
  order_id: "identity.orderNumber",
  dm_session: "identity.messageSession",
  pickup_number: "identity.pickupNumber",
  scan_id: "identity.scanId",
  shopify_customer: "identity.shopCustomer",
  bd_vid: "identity.baiduClick",
};

/** A field or kind of identifier in words; one that nobody named here is shown as it is written. */
export function fieldWord(t: Translate, field: string): string {
  const own = field.replace(/^external:/, "");
  const known = named.find((name) => name === own);
  const key = known === undefined ? sentTexts[own] : (`identity.${known}` as const);
  return key === undefined ? own : t(key);
}

/** A sentence about a field, which begins with the field's own name, with its word instead. */
export function evidenceWords(
  wordOf: (field: string) => string,
  field: string,
  sentence: string,
): string {
  return sentence.startsWith(field) ? wordOf(field) + sentence.slice(field.length) : sentence;
}

/** Evidence in bits, signed: +3 is 8 times likelier if they are one. */
export function bitsWord(bits: number): string {
  const rounded = bits.toFixed(1);
  return bits > 0 ? `+${rounded}` : rounded.replace("-", "−");
}
