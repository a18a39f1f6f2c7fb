/** One name by which a person, a browser or a company is known. */
export interface Identifier {
  /** `user_id`, `email`, `phone`, `unionid`, `wechat_openid`, `anonymous_id`, or `external:` and a type. */
  readonly kind: string;
  /** Normalised, so that equal means equal. */
  readonly value: string;
}

/** The browser or device; anybody may sit before it. */
export const deviceKind = "anonymous_id";

/** One text for an identifier, for maps. */
export function identifierKey({ kind, value }: Identifier): string {
  return `${kind}\u0000${value}`;
}
