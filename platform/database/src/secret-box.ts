import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@causeway/kernel";

/** Seals what must not lie readable in the database (channel passwords, tokens). */
export interface SecretBox {
  /** AES-256-GCM with a random nonce; `context` (such as "channel:smtp") must be the same on opening. */
  seal(plain: string, context: string): string;
  /** Throws AppError("unavailable") when the key is another one or the text was tampered with. */
  open(sealed: string, context: string): string;
  /** A secret that follows from the key and a purpose, the same after every start: 43 URL-safe characters. */
  derive(purpose: string): string;
}

const version = "v1";
const shortestSecret = 16;

/**
 * The box under CAUSEWAY_SECRET (`secret`), else under a key file beside the data that only its owner may read.
 * Throws AppError("bad-input") when the secret has fewer than 16 characters.
 */
export function createSecretBox(options: {
  readonly dataFolder: string;
  readonly secret?: string | undefined;
}): SecretBox {
  const { secret } = options;
  if (secret !== undefined && secret.length < shortestSecret) {
    throw new AppError("bad-input", `CAUSEWAY_SECRET needs at least ${shortestSecret} characters`);
  }
  const material = secret === undefined ? keyFile(options.dataFolder) : Buffer.from(secret);
  const key = (info: string) => Buffer.from(hkdfSync("sha256", material, "causeway", info, 32));
  const sealKey = key("seal");
  const deriveKey = key("derive");
  return {
    seal(plain, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", sealKey, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      const parts = [nonce, body, cipher.getAuthTag()].map((part) => part.toString("base64url"));
      return [version, ...parts].join(".");
    },
    open(sealed, context) {
      try {
        const [found, nonce, body, tag] = sealed.split(".");
        if (found !== version || nonce === undefined || body === undefined || tag === undefined) {
          throw new Error("not a sealed text");
        }
        const bytes = (part: string) => Buffer.from(part, "base64url");
        const decipher = createDecipheriv("aes-256-gcm", sealKey, bytes(nonce), {
          authTagLength: 16,
        });
        decipher.setAAD(Buffer.from(context)).setAuthTag(bytes(tag));
        return Buffer.concat([decipher.update(bytes(body)), decipher.final()]).toString("utf8");
      } catch (cause) {
        throw new AppError(
          "unavailable",
          {
            zh: "存储的密钥无法读取：CAUSEWAY_SECRET 或密钥文件不是加密时用的那个",
            en: "A stored secret cannot be read: CAUSEWAY_SECRET or the key file is not the one it was sealed with",
          },
          { cause },
        );
      }
    },
    derive: (purpose) => createHmac("sha256", deriveKey).update(purpose).digest("base64url"),
  };
}

/** Where the key lies when CAUSEWAY_SECRET is not set. */
export function keyPath(dataFolder: string): string {
  return join(dataFolder, "secret.key");
}

function keyFile(dataFolder: string): Buffer {
  const path = keyPath(dataFolder);
  mkdirSync(dataFolder, { recursive: true });
  try {
    writeFileSync(path, `${randomBytes(32).toString("base64url")}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    chmodSync(path, 0o600);
  }
  const material = Buffer.from(readFileSync(path, "utf8").trim(), "base64url");
  if (material.length !== 32) {
    throw new AppError("unavailable", {
      zh: `密钥文件 ${path} 已损坏：请用另外保存的那一份替换`,
      en: `The key file ${path} is damaged; put the copy that was kept in its place`,
    });
  }
  return material;
}
