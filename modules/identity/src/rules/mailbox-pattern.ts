import { freeMail } from "../identifiers/normalize.ts";
import type { IdentityRules } from "./identity-rules.ts";
import { wildcards } from "./wildcards.ts";

/**
 * The pattern of addresses in small letters that are mailboxes of roles; the same to JavaScript and to PostgreSQL. A line
 * without `@` is what stands before it, with or without a tag (`info+fair@`), on any host but those of free mail, where
 * everybody chooses what they like; a line with `@` is that address on any host.
 */
export function mailboxPattern(rules: Pick<IdentityRules, "roleMailboxes" | "freeMail">): string {
  const lines = rules.roleMailboxes.map((line) => line.trim().toLowerCase());
  const names = lines.filter((line) => line !== "" && !line.includes("@")).map(wildcards);
  const addresses = lines.filter((line) => line.includes("@")).map(wildcards);
  const hosts = [...freeMail, ...rules.freeMail.map((host) => host.toLowerCase())].map(wildcards);
  const anywhere = `(?:${names.join("|")})(?:\\+[^@]*)?@(?!(?:${hosts.join("|")})$).+`;
  const all = [...addresses, ...(names.length === 0 ? [] : [anywhere])];
  // Of no mailbox: an address is never empty.
  return `^(?:${all.join("|")})$`;
}
