import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { AppError } from "@causeway/kernel";
import { z } from "zod";

const base64 = z.base64url();

/** The secret key under a passphrase: scrypt makes the key of AES-256-GCM. */
export const sealedKeySchema = z.object({
  method: z.literal("scrypt-aes-256-gcm"),
  cost: z
    .int()
    .min(2 ** 14)
    .max(2 ** 20),
  salt: base64,
  nonce: base64,
  body: base64,
  tag: base64,
});
export type SealedKey = z.infer<typeof sealedKeySchema>;

const shortestPassphrase = 12;
const cost = 2 ** 17;

/** Seals the key for the backup `id`. Throws AppError("bad-input") when the passphrase has fewer than 12 characters. */
export function sealKey(key: string, passphrase: string, id: string): SealedKey {
  if ([...passphrase].length < shortestPassphrase) {
    throw new AppError("bad-input", {
      zh: `口令至少需要 ${shortestPassphrase} 个字符`,
      en: `The passphrase needs at least ${shortestPassphrase} characters`,
    });
  }
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", stretch(passphrase, salt, cost), nonce);
  cipher.setAAD(Buffer.from(id));
  const body = Buffer.concat([cipher.update(key, "utf8"), cipher.final()]);
  const text = (bytes: Buffer) => bytes.toString("base64url");
  return {
    method: "scrypt-aes-256-gcm",
    cost,
    salt: text(salt),
    nonce: text(nonce),
    body: text(body),
    tag: text(cipher.getAuthTag()),
  };
}

/** Throws AppError("bad-input") when the passphrase is another one. */
export function openKey(sealed: SealedKey, passphrase: string, id: string): string {
  const bytes = (text: string) => Buffer.from(text, "base64url");
  try {
    const key = stretch(passphrase, bytes(sealed.salt), sealed.cost);
    const decipher = createDecipheriv("aes-256-gcm", key, bytes(sealed.nonce), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(id)).setAuthTag(bytes(sealed.tag));
    return Buffer.concat([decipher.update(bytes(sealed.body)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new AppError(
      "bad-input",
      {
        zh: "口令与制作这份备份时不同：请给出当时的口令，或不带口令恢复并另行放入原来的 secret.key",
        en: "The passphrase is not the one this backup was made with; give that one, or restore without it and put the old secret.key in place",
      },
      { cause },
    );
  }
}

function stretch(passphrase: string, salt: Buffer, N: number): Buffer {
  const r = 8;
  return scryptSync(passphrase.normalize("NFC"), salt, 32, { N, r, p: 1, maxmem: 256 * N * r });
}
