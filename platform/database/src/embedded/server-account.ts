import { readFileSync } from "node:fs";
import type { ServerAccount } from "./cluster.ts";

const nobody: ServerAccount = { uid: 65534, gid: 65534 };

/** The unprivileged account that servers of a root process run as; undefined when this process is not root. */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return accountNamed("nobody") ?? nobody;
}

function accountNamed(name: string): ServerAccount | undefined {
  try {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(":") ?? [];
    return uid === undefined || gid === undefined
      ? undefined
      : { uid: Number(uid), gid: Number(gid) };
  } catch {
    return undefined;
  }
}
