import type { Facts } from "../delivery/event.ts";
import type { KeyValueStorage } from "../delivery/storage.ts";

/** Who sits before the browser, as far as the site has said. */
export interface Visitor {
  readonly anonymousId: string;
  readonly userId: string | null;
  readonly traits: Facts;
}

const key = "causeway.visitor";

export function loadVisitor(storage: KeyValueStorage): Visitor {
  const known = parse(storage.getItem(key));
  return known ?? saveVisitor(storage, { anonymousId: newId(), userId: null, traits: {} });
}

export function saveVisitor(storage: KeyValueStorage, visitor: Visitor): Visitor {
  storage.setItem(key, JSON.stringify(visitor));
  return visitor;
}

export function forgetVisitor(storage: KeyValueStorage): void {
  storage.removeItem(key);
}

function parse(text: string | null): Visitor | null {
  try {
    const visitor = JSON.parse(text ?? "null") as Visitor | null;
    return typeof visitor?.anonymousId === "string" ? visitor : null;
  } catch {
    return null;
  }
}

/** A random UUID of version 4, also on pages without TLS, where `crypto.randomUUID` is missing. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = 0x40 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
