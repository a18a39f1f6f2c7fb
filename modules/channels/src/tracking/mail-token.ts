import { createHmac, timingSafeEqual } from "node:crypto";
import type { WorkspaceId } from "@causeway/kernel";

/** What a token in a mail stands for. */
export interface MailToken {
  readonly workspace: WorkspaceId;
  /** Id of the message in the outbox. */
  readonly mail: string;
  readonly part:
    | { readonly kind: "open" }
    | { readonly kind: "unsubscribe" }
    | { readonly kind: "link"; readonly number: number };
}

const signatureBytes = 16;
const length = 16 + 16 + 2 + signatureBytes;
const openCode = 0xffff;
const unsubscribeCode = 0xfffe;
/** Of one mail. */
export const mostLinks = 500;

/** A token that nobody can make or change without the key: 67 characters. `key` is a secret of the installation. */
export function writeMailToken({ workspace, mail, part }: MailToken, key: string): string {
  const body = Buffer.alloc(length - signatureBytes);
  idBytes(workspace).copy(body, 0);
  idBytes(mail).copy(body, 16);
  const code = { open: openCode, unsubscribe: unsubscribeCode, link: 0 }[part.kind];
  body.writeUInt16BE(part.kind === "link" ? part.number : code, 32);
  return Buffer.concat([body, sign(body, key)]).toString("base64url");
}

/** Null for what we did not write. */
export function readMailToken(token: string, key: string): MailToken | null {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== length || bytes.toString("base64url") !== token) return null;
  const body = bytes.subarray(0, length - signatureBytes);
  if (!timingSafeEqual(sign(body, key), bytes.subarray(length - signatureBytes))) return null;
  const code = body.readUInt16BE(32);
  return {
    workspace: idText(body.subarray(0, 16)) as WorkspaceId,
    mail: idText(body.subarray(16, 32)),
    part:
      code === openCode
        ? { kind: "open" }
        : code === unsubscribeCode
          ? { kind: "unsubscribe" }
          : { kind: "link", number: code },
  };
}

function sign(body: Buffer, key: string): Buffer {
  return createHmac("sha256", key).update(body).digest().subarray(0, signatureBytes);
}

function idBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll("-", ""), "hex");
}

function idText(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
