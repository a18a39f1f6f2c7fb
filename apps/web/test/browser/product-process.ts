import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../../../cli/bin/causeway.mjs", import.meta.url));

export interface ProductProcess {
  readonly url: string;
  readonly setupLink: string;
  stop(): Promise<void>;
}

async function announcement(child: ChildProcess): Promise<{ url: string; setupLink: string }> {
  if (!child.stdout) throw new Error("the product has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("{")) return JSON.parse(line);
  }
  throw new Error(`the product ended with ${child.exitCode} before it answered`);
}

/** `causeway start` on a fresh folder, as a user runs it. */
export async function startProduct(...options: readonly string[]): Promise<ProductProcess> {
  const folder = await mkdtemp(join(tmpdir(), "causeway-first-day-"));
  // Where tests run as root, the server's own account must come in, or the data would lie elsewhere and stay.
  await chmod(folder, 0o755);
  const child = spawn(
    process.execPath,
    [command, "start", "--port", "0", "--data", join(folder, "data"), "--json", ...options],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { url, setupLink } = await announcement(child);
    child.stdout?.resume();
    return { url, setupLink, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
