/** One name by which a person, a browser or a company is known. */
export interface Identifier {
  /** `user_id`, `email`, `phone`, `phone_line`, `role_mailbox`, `unionid`, `wechat_openid`, `anonymous_id`, or `external:` and a type. */
  readonly kind: string;
  /** Normalised, so that equal means equal. */
  readonly value: string;
}

/** The browser or device; anybody may sit before it. */
export const deviceKind = "anonymous_id";

/**
 * A phone number that by its plan may be a mobile phone or a line that a company answers, as every American one. It finds
 * the one named person who has it, and never joins two.
 */
export const lineKind = "phone_line";

/** A mailbox of a role, as `info@` or `kefu@`: whoever is on duty writes from it. It leads to the company and joins nobody. */
export const mailboxKind = "role_mailbox";

/** One text for an identifier, for maps. */
export function identifierKey({ kind, value }: Identifier): string {
  return `${kind}\u0000${value}`;
}
