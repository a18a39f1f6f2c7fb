import { roleMailboxes } from "@causeway/platform-contract";
import { mailboxKind } from "../identifiers/identifier.ts";
import { mailboxPattern } from "./mailbox-pattern.ts";
import { wildcards } from "./wildcards.ts";

/** How a workspace tells people apart: data that a person may change, in words, on a page. */
export interface IdentityRules {
  /**
   * Kinds of identifiers that name a person, the most believed first, and how many of each one person may hold. Any other
   * kind is a token, such as the number of an order or a session.
   */
  readonly names: readonly NameRule[];
  /** How many tokens of one kind a person may hold. */
  readonly tokenLimit: number;
  /** Values that name nobody, beside those that are always left out; `*` stands for anything. */
  readonly blocked: readonly string[];
  /** Beginnings of numbers in E.164 that are lent for a call and belong to nobody. */
  readonly virtualPhones: readonly string[];
  /** Hosts of mail that anybody may have, beside the well-known ones: they point to no company. */
  readonly freeMail: readonly string[];
  /** Mailboxes of roles, by what stands before `@` or as whole addresses; `*` stands for anything. */
  readonly roleMailboxes: readonly string[];
  /** Where the CRM keeps numbers of orders and the like that events carry: each leads to the company, never to a person. */
  readonly companyNumbers: readonly NumberRule[];
  /** Within this time of someone naming themselves, an event of a shared device without a name is still theirs. */
  readonly sessionMinutes: number;
  /** A device before which so many people have named themselves is a kiosk: there a session lasts `kioskMinutes` only. */
  readonly kioskPeople: number;
  readonly kioskMinutes: number;
}

export interface NameRule {
  readonly kind: string;
  readonly limit: number;
}

/** Identifiers of `kind` (`external:order_id`) are looked up in `field` of the records of `object`. */
export interface NumberRule {
  readonly kind: string;
  readonly object: string;
  readonly field: string;
}

/** What holds until somebody says otherwise. */
export const defaultRules: IdentityRules = {
  names: [
    { kind: "user_id", limit: 1 },
    { kind: "unionid", limit: 1 },
    { kind: "email", limit: 5 },
    { kind: "phone", limit: 5 },
    { kind: "wechat_openid", limit: 5 },
  ],
  tokenLimit: 1_000,
  blocked: [],
  virtualPhones: ["+86162", "+86165", "+86167", "+86170", "+86171"],
  freeMail: [],
  roleMailboxes,
  companyNumbers: [],
  sessionMinutes: 30,
  kioskPeople: 5,
  kioskMinutes: 5,
};

/** Rules in the form in which events are asked: maps and one pattern, made once for a batch. */
export interface RuleBook {
  readonly rules: IdentityRules;
  readonly isName: (kind: string) => boolean;
  /** Lower is believed more. */
  readonly priorityOf: (kind: string) => number;
  readonly limitOf: (kind: string) => number;
  readonly isBlocked: (value: string) => boolean;
  readonly isVirtual: (phone: string) => boolean;
  readonly isFreeMail: (domain: string) => boolean;
  readonly isRoleMailbox: (email: string) => boolean;
}

/** Opens rules for use; `people` are addresses that the list takes for mailboxes of roles and that are a person's. */
export function ruleBook(rules: IdentityRules, people: ReadonlySet<string> = new Set()): RuleBook {
  const places = new Map(rules.names.map(({ kind }, place) => [kind, place]));
  const limits = new Map(rules.names.map(({ kind, limit }) => [kind, limit]));
  const blocked = rules.blocked.length === 0 ? undefined : patternOf(rules.blocked);
  const freeMail = new Set(rules.freeMail.map((domain) => domain.toLowerCase()));
  const mailbox = new RegExp(mailboxPattern(rules), "u");
  return {
    rules,
    isName: (kind) => places.has(kind) && kind !== mailboxKind,
    priorityOf: (kind) => places.get(kind) ?? rules.names.length,
    limitOf: (kind) => limits.get(kind) ?? rules.tokenLimit,
    isBlocked: (value) => blocked?.test(value) ?? false,
    isVirtual: (phone) => rules.virtualPhones.some((prefix) => phone.startsWith(prefix)),
    isFreeMail: (domain) => freeMail.has(domain),
    isRoleMailbox: (email) => mailbox.test(email) && !people.has(email),
  };
}

export const defaultBook = ruleBook(defaultRules);

/** One pattern of all: whole values, in any case, `*` for anything. */
function patternOf(values: readonly string[]): RegExp {
  return new RegExp(`^(?:${values.map(wildcards).join("|")})$`, "iu");
}
