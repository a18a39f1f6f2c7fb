import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSecretBox } from "./secret-box.ts";

const box = (secret: string) => createSecretBox({ dataFolder: "/nowhere", secret });

it("SecretBox.open() gives back what seal() took, under the same key and context only", () => {
  const sealed = box("a long enough secret").seal("密码 p@ss", "channel:1");
  expect(sealed).not.toContain("p@ss");
  expect(box("a long enough secret").open(sealed, "channel:1")).toBe("密码 p@ss");
  expect(() => box("a long enough secret").open(sealed, "channel:2")).toThrow("cannot be read");
  expect(() => box("another long secret").open(sealed, "channel:1")).toThrow("cannot be read");
});

it("SecretBox.open() refuses a text that was changed, cut or never sealed", () => {
  const { seal, open } = box("a long enough secret");
  const sealed = seal("plain", "x");
  const [version, nonce, body, tag] = sealed.split(".");
  const forged = [version, nonce, `${body?.startsWith("A") ? "B" : "A"}${body?.slice(1)}`, tag];
  for (const text of [forged.join("."), sealed.slice(0, -4), "", "v1...", `v2${sealed.slice(2)}`]) {
    expect(() => open(text, "x"), text).toThrow("cannot be read");
  }
});

it("SecretBox.seal() never gives the same text twice", () => {
  const { seal } = box("a long enough secret");
  expect(seal("plain", "x")).not.toBe(seal("plain", "x"));
});

it("SecretBox.derive() depends on the key and the purpose alone", () => {
  expect(box("a long enough secret").derive("a")).toBe(box("a long enough secret").derive("a"));
  expect(box("a long enough secret").derive("a")).not.toBe(box("a long enough secret").derive("b"));
  expect(box("a long enough secret").derive("a")).not.toBe(box("another long secret").derive("a"));
});

it("createSecretBox() refuses a short secret and a damaged key file", () => {
  expect(() => box("short")).toThrow("at least 16 characters");
  const dataFolder = mkdtempSync(join(tmpdir(), "cw-key-"));
  writeFileSync(join(dataFolder, "secret.key"), "damaged");
  expect(() => createSecretBox({ dataFolder })).toThrow("is damaged");
  rmSync(dataFolder, { recursive: true });
});
