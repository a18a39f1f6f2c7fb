/** One name by which a person, a browser or a company is known. */
export interface Identifier {
  /** `user_id`, `email`, `phone`, `unionid`, `wechat_openid`, `anonymous_id`, or `external:` and a type. */
  readonly kind: string;
  /** Normalised, so that equal means equal. */
  readonly value: string;
}

/** Order in which identifiers are believed when they disagree: the last are dropped first. */
const priorities: readonly string[] = ["user_id", "unionid", "email", "phone", "wechat_openid"];

/** How many of a kind one person may have; a merge that would give more does not happen. */
const limits: Readonly<Record<string, number>> = {
  user_id: 1,
  unionid: 1,
  email: 5,
  phone: 5,
  wechat_openid: 5,
};
/** Numbers of orders, sessions, clicks: a person may have many. */
const externalLimit = 1_000;

/** The browser or device; anybody may sit before it. */
export const deviceKind = "anonymous_id";

/** Whether identifiers of this kind name a person; others are tokens, such as the number of an order or a session. */
export function isName(kind: string): boolean {
  return priorities.includes(kind);
}

/** Lower is believed more. */
export function priorityOf(kind: string): number {
  const known = priorities.indexOf(kind);
  return known === -1 ? priorities.length : known;
}

/** How many identifiers of a kind one person may hold. */
export function limitOf(kind: string): number {
  return limits[kind] ?? externalLimit;
}

/** One text for an identifier, for maps. */
export function identifierKey({ kind, value }: Identifier): string {
  return `${kind}\u0000${value}`;
}
