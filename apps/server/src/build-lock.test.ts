import { mkdirSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { withBuildLock } from "./build-lock.ts";

const folder = mkdtempSync(join(tmpdir(), "cw-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("withBuildLock() lets one work at a time", async () => {
  const path = join(folder, "one");
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside--;
  };
  await Promise.all([1, 2, 3].map(() => withBuildLock(path, work)));
  expect(most).toBe(1);
});

it("withBuildLock() takes over from a process that died, and gives the lock back after a failure", async () => {
  const path = join(folder, "dead");
  mkdirSync(path);
  const long = new Date(Date.now() - 3_600_000);
  utimesSync(path, long, long);
  await expect(withBuildLock(path, () => Promise.reject(new Error("no build")))).rejects.toThrow(
    "no build",
  );
  expect(await withBuildLock(path, async () => "built")).toBe("built");
});

it("withBuildLock() works where no lock can be written", async () => {
  expect(await withBuildLock(join(folder, "missing", "lock"), async () => "built")).toBe("built");
});
