import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A data folder for tests of whole programs, in memory where there is a tmpfs. The account that PostgreSQL runs as
 * under root may enter it, so that all files stay inside and go with `remove()`.
 */
export function createDataFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "cw-data-"));
  chmodSync(path, 0o755);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
