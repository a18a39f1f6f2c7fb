import { createHash } from "node:crypto";
import type { ProfileId } from "@causeway/kernel";

/**
 * The id of the profile that an identifier founds: a UUID of version 8 (RFC 9562) made of its digest, so that a rebuild
 * gives every profile the id it had.
 */
export function profileIdFor(kind: string, value: string): ProfileId {
  const bytes = createHash("sha256").update(`${kind}\0${value}`).digest().subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20)].join("-") as ProfileId;
}
