import { hash, randomBytes } from "node:crypto";
import type { WorkspaceId } from "@causeway/kernel";

/**
 * A new write key: `cw_`, the workspace's id, and 192 random bits. It names its workspace, so that finding the source
 * of a key needs no table shared between workspaces.
 */
export function newWriteKey(workspace: WorkspaceId): string {
  return `cw_${workspace.replaceAll("-", "")}_${randomBytes(24).toString("base64url")}`;
}

/** What is stored of a key. It is long and random, so a plain digest cannot be reversed by guessing. */
export function hashWriteKey(key: string): string {
  return hash("sha256", key, "hex");
}

/** The first characters of the random part, by which people tell keys apart. */
export function writeKeyStart(key: string): string {
  return `${key.slice(36, 42)}…`;
}

/** The workspace a key belongs to; null when the text is no write key. */
export function workspaceOfKey(key: string): WorkspaceId | null {
  const hex = /^cw_([0-9a-f]{32})_[\w-]{32}$/.exec(key)?.[1];
  if (hex === undefined) return null;
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20)].join("-") as WorkspaceId;
}
