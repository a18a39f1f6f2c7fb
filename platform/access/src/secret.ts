import { createHash, randomBytes } from "node:crypto";

/** A new secret of 256 random bits, 43 URL-safe characters after its prefix (`cw_…` tells scanners what leaked). */
export function newSecret(prefix = ""): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}

/**
 * What is stored of a secret. SHA-256 without salt is enough for 256 random bits, and lets a key be found by its
 * hash; it would not do for passwords.
 */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
