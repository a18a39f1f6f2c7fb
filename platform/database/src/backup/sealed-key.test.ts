import { expect, it } from "vitest";
import { openKey, sealKey } from "./sealed-key.ts";

const passphrase = "正确的马 电池 订书钉 horse";

it("openKey() gives back what sealKey() was given, with the same passphrase and backup only", () => {
  const sealed = sealKey("the key", passphrase, "one");
  expect(JSON.stringify(sealed)).not.toContain("the key");
  expect(openKey(sealed, passphrase, "one")).toBe("the key");
  for (const [other, id] of [
    [`${passphrase} `, "one"],
    [passphrase, "two"],
  ] as const) {
    expect(() => openKey(sealed, other, id)).toThrow("The passphrase is not the one");
  }
  const changed = { ...sealed, body: Buffer.from("another").toString("base64url") };
  expect(() => openKey(changed, passphrase, "one")).toThrow("The passphrase is not the one");
});

it("sealKey() refuses a short passphrase and never makes the same text twice", () => {
  expect(() => sealKey("the key", "short", "one")).toThrow("at least 12");
  const twice = [sealKey("the key", passphrase, "one"), sealKey("the key", passphrase, "one")];
  expect(twice[0]?.body).not.toBe(twice[1]?.body);
});
