import {
  asObject,
  clickIds,
  type JsonObject,
  listAt,
  objectAt,
  type StoredEvent,
  textAt,
} from "@causeway/module-touchpoints";
import { defaultBook, type RuleBook } from "../rules/identity-rules.ts";
import { type Identifier, identifierKey, lineKind, mailboxKind } from "./identifier.ts";
import {
  companyDomainOf,
  normalizeCompanyName,
  normalizeDomain,
  normalizeEmail,
  normalizeId,
  normalizePhone,
  type Phone,
} from "./normalize.ts";

/** Who an event says it is about. */
export interface EventIdentity {
  /** Identifiers of a person, the most believed first. */
  readonly person: readonly Identifier[];
  /** The browser or device; null when the event names none. */
  readonly device: string | null;
  /** Names of the company: `group`, `company_name`, `company_domain`, `company_phone`, `role_mailbox`, and numbers, as `external:order_id`. */
  readonly companies: readonly Identifier[];
  /** What the person is called, and other short facts. */
  readonly traits: ReadonlyMap<string, string>;
  /** What the event says of the device and its place: `ip`, `user_agent`, `mac`, `device_model`, `city`. */
  readonly evidence: ReadonlyMap<string, string>;
}

/**
 * Reads the identifiers of an event: userId, anonymousId, e-mail and phone of the traits, `context.externalIds`, ids of clicks
 * in the page's address, groups.
 * Values that name nobody (`anonymous`, `0000`, test addresses, numbers lent for a call, what the rules block) are left out.
 */
export function readIdentity(event: StoredEvent, book: RuleBook = defaultBook): EventIdentity {
  const { payload } = event;
  const context = objectAt(payload, "context");
  const own = event.type === "identify" ? objectAt(payload, "traits") : {};
  const traits: JsonObject = { ...objectAt(context, "traits"), ...own };
  const phone = withText(textAt(traits, "phone") ?? textAt(traits, "mobile"), normalizePhone);
  const email = emailOf(event, traits);
  const person = [
    ...optional("user_id", withText(event.userId, normalizeId)),
    ...optional("email", email),
    ...personPhone(phone),
    ...externalIds(context),
  ]
    .filter(({ kind, value }) => isNaming(event, kind, value, book))
    .map((one) => orMailbox(one, book));
  const device = deviceOf(event);
  return {
    person: unique(person).sort(byPriority(book)),
    device: device !== null && book.isBlocked(device) ? null : device,
    companies: unique([
      ...companyPhone(phone),
      ...person.filter(({ kind }) => kind === mailboxKind),
      ...optional("company_domain", email === null ? null : companyDomainOf(email)),
      ...companiesOf(event, context, traits),
      ...accountNumbers(event.payload, context),
    ]).filter(({ kind, value }) => isOfCompany(kind, value, book)),
    traits: shortTraits(traits),
    evidence: evidenceOf(event.payload, context),
  };
}

/** How a phone number names a person: a mobile phone does, a line that may be a company's does so only while nobody else has it. */
export function personPhone(phone: Phone | null): readonly Identifier[] {
  if (phone === null || phone.of === "company") return [];
  return [{ kind: phone.of === "person" ? "phone" : lineKind, value: phone.number }];
}

/** How a phone number names a company. */
export function companyPhone(phone: Phone | null): readonly Identifier[] {
  return phone === null || phone.of === "person"
    ? []
    : [{ kind: "company_phone", value: phone.number }];
}

/** Whether a value names somebody: the rules do not block it, and it is no number lent for a call. */
function isNaming(event: StoredEvent, kind: string, value: string, book: RuleBook): boolean {
  if (book.isBlocked(value)) return false;
  if (kind !== "phone" && kind !== lineKind) return true;
  const isLent = textAt(objectAt(event.payload, "properties"), "numberKind") === "virtual";
  return !isLent && !book.isVirtual(value);
}

/** A mailbox of a role names nobody, also where a system takes it for the name of an account. */
function orMailbox(identifier: Identifier, book: RuleBook): Identifier {
  const { kind, value } = identifier;
  if (kind !== "email" && kind !== "user_id") return identifier;
  const address = kind === "email" ? value : normalizeEmail(value);
  const isShared = address !== null && book.isRoleMailbox(address);
  return isShared ? { kind: mailboxKind, value: address } : identifier;
}

/** With an alias the former id is the browser's. */
function deviceOf(event: StoredEvent): string | null {
  const former = event.type === "alias" ? textAt(event.payload, "previousId") : null;
  return withText(former ?? event.anonymousId, normalizeId);
}

function emailOf(event: StoredEvent, traits: JsonObject): string | null {
  return (
    withText(textAt(traits, "email"), normalizeEmail) ?? withText(event.userId, normalizeEmail)
  );
}

/** At most this many of one event are read; more is no person's. */
const mostExternalIds = 20;

function externalIds(context: JsonObject): readonly Identifier[] {
  // The click that led to a page is known to the advertisement, the order and the scan too.
  const clicks = clickIds(textAt(objectAt(context, "page"), "search") ?? "");
  return [...listAt(context, "externalIds"), ...clicks]
    .slice(0, mostExternalIds)
    .flatMap((item) => {
      const entry = asObject(item) ?? {};
      const type = textAt(entry, "type");
      const id = withText(textAt(entry, "id"), normalizeId);
      if (type === null || type.length > 60 || id === null) return [];
      if (textAt(entry, "collection") === "accounts") return [];
      return externalIdentifier(type, id);
    });
}

function externalIdentifier(type: string, id: string): readonly Identifier[] {
  if (type === "user_id") return optional("user_id", id);
  if (type === "email") return optional("email", normalizeEmail(id));
  if (type === "phone") {
    return personPhone(normalizePhone(id));
  }
  const kind = type === "openid" ? "wechat_openid" : type;
  const isNamed = kind === "wechat_openid" || kind === "unionid";
  return [{ kind: isNamed ? kind : `external:${type}`, value: id }];
}

function companiesOf(
  event: StoredEvent,
  context: JsonObject,
  traits: JsonObject,
): readonly Identifier[] {
  const group = event.type === "group" ? objectAt(event.payload, "traits") : {};
  const id = textAt(event.payload, "groupId") ?? textAt(context, "groupId");
  const names = [
    textAt(group, "name"),
    textAt(traits, "company") ?? textAt(objectAt(traits, "company"), "name"),
  ];
  const domain = textAt(group, "domain") ?? textAt(group, "website");
  return [
    ...optional("group", withText(id, normalizeGroup)),
    ...names.flatMap((name) => optional("company_name", withText(name, normalizeCompanyName))),
    ...optional("company_domain", withText(domain, normalizeDomain)),
  ];
}

/** Hosts of free mail are no company's, and what the rules block is nobody's number. */
function isOfCompany(kind: string, value: string, book: RuleBook): boolean {
  if (kind === "company_domain") return !book.isFreeMail(value);
  return !kind.startsWith("external:") || !book.isBlocked(value);
}

/** Numbers that name a company and not whoever is at work: ids said to be an account's, and the order that an event is about. */
function accountNumbers(payload: JsonObject, context: JsonObject): readonly Identifier[] {
  const properties = objectAt(payload, "properties");
  const order = textAt(properties, "order_id") ?? textAt(properties, "orderId");
  const ids = listAt(context, "externalIds")
    .slice(0, mostExternalIds)
    .map((item) => asObject(item) ?? {})
    .filter((entry) => textAt(entry, "collection") === "accounts")
    .map((entry) => [textAt(entry, "type"), textAt(entry, "id")] as const);
  return [...ids, ["order_id", order] as const].flatMap(([type, id]) =>
    type === null || type.length > 60
      ? []
      : optional(`external:${type}`, withText(id, normalizeId)),
  );
}

/** Ids of companies are compared without case: credit codes are written both ways. */
export function normalizeGroup(text: string): string | null {
  return normalizeId(text)?.toLowerCase() ?? null;
}

const longestEvidence = 400;

/** Only a person's own device says something: what a server or a gateway sends has no address of theirs. */
function evidenceOf(payload: JsonObject, context: JsonObject): ReadonlyMap<string, string> {
  const properties = objectAt(payload, "properties");
  const device = objectAt(context, "device");
  const found: Readonly<Record<string, string | null>> = {
    ip: textAt(context, "ip"),
    user_agent: textAt(context, "userAgent"),
    mac: textAt(device, "mac") ?? textAt(context, "mac") ?? textAt(properties, "mac"),
    device_model: textAt(device, "model"),
    city: textAt(objectAt(context, "location"), "city") ?? textAt(properties, "city"),
  };
  const kept = new Map<string, string>();
  for (const [field, value] of Object.entries(found)) {
    if (value !== null && value !== "" && value.length <= longestEvidence) kept.set(field, value);
  }
  return kept;
}

const longestTrait = 200;
const mostTraits = 40;

function shortTraits(traits: JsonObject): ReadonlyMap<string, string> {
  const kept = new Map<string, string>();
  for (const name of Object.keys(traits)) {
    if (kept.size >= mostTraits) break;
    const nested = asObject(traits[name]);
    const value = nested === null ? textAt(traits, name) : textAt(nested, "name");
    if (name.length > 60 || value === null || value.length > longestTrait) continue;
    kept.set(name, value);
  }
  return kept;
}

function withText<Result>(
  text: string | null,
  normalize: (text: string) => Result | null,
): Result | null {
  return text === null ? null : normalize(text);
}

function optional(kind: string, value: string | null): readonly Identifier[] {
  return value === null ? [] : [{ kind, value }];
}

function unique(identifiers: readonly Identifier[]): Identifier[] {
  return [...new Map(identifiers.map((one) => [identifierKey(one), one])).values()];
}

function byPriority(book: RuleBook): (left: Identifier, right: Identifier) => number {
  return (left, right) => {
    const difference = book.priorityOf(left.kind) - book.priorityOf(right.kind);
    if (difference !== 0) return difference;
    return identifierKey(left) < identifierKey(right) ? -1 : 1;
  };
}
