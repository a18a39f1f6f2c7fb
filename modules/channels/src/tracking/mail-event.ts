import { createHash } from "node:crypto";
import type { JsonObject } from "@causeway/module-touchpoints";
import type { TrackedMail } from "./tracked-mails.ts";

/** What can become of a mail, as its event is called. */
export type MailEvent =
  | "Email Sent"
  | "Email Opened"
  | "Email Link Clicked"
  | "Email Prefetched"
  | "Email Unsubscribed";

const minuteMs = 60_000;

/**
 * The event of a mail, tied to its recipient, its message in the outbox, and the deal and agent run that it was about. The
 * same thing within a minute is one event.
 */
export function mailEvent(
  event: MailEvent,
  mail: TrackedMail,
  at: Date,
  facts: Readonly<Record<string, string | number>> = {},
): JsonObject {
  const minute = Math.floor(at.getTime() / minuteMs);
  const what = JSON.stringify([mail.id, event, facts, event === "Email Sent" ? 0 : minute]);
  return {
    ...{ type: "track", event, timestamp: at.toISOString() },
    messageId: `mail-${sha256(what).slice(0, 40)}`,
    anonymousId: `mail-${sha256(mail.recipient).slice(0, 16)}`,
    properties: {
      ...{ subject: mail.subject, email: mail.recipient, mailId: mail.id, purpose: mail.purpose },
      ...{ originalMessageId: mail.messageId, ...facts },
      ...(mail.dealId !== null && { dealId: mail.dealId }),
      ...(mail.runId !== null && { runId: mail.runId }),
    },
    context: { traits: { email: mail.recipient } },
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
