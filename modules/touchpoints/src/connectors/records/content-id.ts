import { createHash } from "node:crypto";

/** An id that follows from what is said: the same record gives the same one. */
export function contentId(prefix: string, content: unknown): string {
  return `${prefix}-${createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 40)}`;
}
