import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { forgetAddress, restoreAddress, serverAddress } from "./server-address.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "cw-address-"));
});
afterEach(() => rmSync(home, { recursive: true }));

it("serverAddress() is the same for all who come at once, and after a stop", async () => {
  const [one, two] = await Promise.all([
    serverAddress(home, undefined),
    serverAddress(home, undefined),
  ]);
  expect(two).toEqual(one);
  const folder = String(one.socketDirectory);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  forgetAddress(one);
  expect(existsSync(folder)).toBe(false);
  expect(await serverAddress(home, undefined)).toEqual(one);
  forgetAddress(one);
  restoreAddress(one, undefined);
  expect(existsSync(folder)).toBe(true);
  forgetAddress(one);
});

it("serverAddress() is a new one when somebody else has taken the folder's name", async () => {
  const first = await serverAddress(home, undefined);
  const folder = String(first.socketDirectory);
  forgetAddress(first);
  symlinkSync(home, folder);
  const second = await serverAddress(home, undefined);
  expect(second.socketDirectory).not.toBe(folder);
  forgetAddress(second);
  rmSync(folder);
});
