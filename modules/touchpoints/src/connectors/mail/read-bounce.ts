import { createHash } from "node:crypto";
import { decodeWords, type Email } from "postal-mime";
import type { JsonObject } from "../../wire/json-object.ts";

/**
 * The event of a delivery report (RFC 3464) that says a mail of ours did not arrive; null for every other message, also
 * for reports of delays. The report names the recipient and, by its returned headers, the message.
 */
export function readBounce(mail: Email): JsonObject | null {
  const report = textOf(mail, (type) => type === "message/delivery-status");
  if (report === null) return null;
  const field = (name: string): string | null =>
    new RegExp(`^${name}\\s*:\\s*(?:[a-z0-9-]+\\s*;\\s*)?(.+)$`, "im").exec(report)?.[1]?.trim() ??
    null;
  const recipient = (field("Original-Recipient") ?? field("Final-Recipient"))
    ?.replace(/[<>]/g, "")
    .toLowerCase();
  if (field("Action")?.toLowerCase() !== "failed" || recipient === undefined) return null;
  const returned = textOf(
    mail,
    (type) => type === "text/rfc822-headers" || type === "message/rfc822",
  );
  const original = /^Message-ID:\s*(<[^<>\s]+>)/im.exec(returned ?? "")?.[1] ?? null;
  const subject = subjectOf(returned ?? "");
  const status = field("Status") ?? "";
  const key = createHash("sha256").update(`${original ?? mail.messageId ?? ""} ${recipient}`);
  return {
    ...{ type: "track", event: "Email Bounced" },
    messageId: `bounce-${key.digest("hex").slice(0, 40)}`,
    ...(mail.date !== undefined && { timestamp: mail.date }),
    anonymousId: `mail-${createHash("sha256").update(recipient).digest("hex").slice(0, 16)}`,
    properties: {
      email: recipient,
      status,
      // 5.x.x will not change by itself (RFC 3463).
      permanent: status.startsWith("5"),
      ...(subject !== undefined && { subject: subject.slice(0, 200) }),
      ...(original !== null && { originalMessageId: original }),
      reason: (field("Diagnostic-Code") ?? "").slice(0, 300),
    },
    context: { traits: { email: recipient } },
  };
}

/** Also one of several lines, and such that is written in another alphabet (RFC 2047). */
function subjectOf(headers: string): string | undefined {
  const written = /^Subject:[ \t]*(.+(?:\r?\n[ \t].+)*)/im.exec(headers)?.[1];
  return written && decodeWords(written.replace(/\r?\n[ \t]+/g, " ")).trim();
}

function textOf(mail: Email, wanted: (mimeType: string) => boolean): string | null {
  const part = mail.attachments.find(({ mimeType }) => wanted(mimeType));
  if (part === undefined) return null;
  const { content } = part;
  return typeof content === "string"
    ? content
    : Buffer.from(new Uint8Array(content)).toString("utf8");
}
