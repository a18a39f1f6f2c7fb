import { createHash } from "node:crypto";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { Channel, Delivery, Outgoing } from "@causeway/platform-jobs";
import { z } from "zod";
import { prepareMail, reportSent, type Tracking } from "../tracking/prepare-mail.ts";
import { type MailSettings, openMailSettings } from "./mail-settings.ts";
import { sendMail } from "./send-mail.ts";

/** What the outbox holds of a mail; the recipient is the message's own. */
const mailPayload = z.object({
  subject: z.string().min(1).max(500),
  text: z.string().max(100_000),
  html: z.string().max(400_000).optional(),
  /** Set for mail to customers: it carries a way out, and counts as a touchpoint. Mail to colleagues does neither. */
  customer: z.object({ purpose: z.string().min(1).max(60), deal: z.uuid().nullish() }).optional(),
});
type MailPayload = z.infer<typeof mailPayload>;

/** Mail through the SMTP server of the workspace. */
export function mailChannel(tracking: Tracking): Channel {
  return {
    name: "mail",
    async send(message, { workspace, signal }) {
      const settings = await workspace.transaction(
        (trx) => openMailSettings(trx, tracking.secrets),
        { readOnly: true },
      );
      if (settings === null) return { kind: "refused", detail: "Mail is not set up" };
      const to = z.email().safeParse(message.recipient);
      const payload = mailPayload.safeParse(message.payload);
      if (!to.success || !payload.success) {
        return { kind: "refused", detail: "The message is not a mail" };
      }
      const parts = { settings, message, payload: payload.data, workspace, signal };
      if (payload.data.customer) return sendToCustomer(parts, payload.data.customer, tracking);
      const { customer: _none, ...content } = payload.data;
      const messageId = messageIdOf(parts);
      return sendMail(settings, { to: to.data, ...content, messageId }, signal);
    },
  };
}

interface Sending {
  readonly settings: MailSettings;
  readonly message: Outgoing;
  readonly payload: MailPayload;
  readonly workspace: WorkspaceDatabase;
  readonly signal: AbortSignal;
}

async function sendToCustomer(
  sending: Sending,
  { purpose, deal }: NonNullable<MailPayload["customer"]>,
  tracking: Tracking,
): Promise<Delivery> {
  const { settings, message, payload, workspace, signal } = sending;
  const { subject, text, html } = payload;
  const messageId = messageIdOf(sending);
  const { id, recipient } = message;
  const mail = { id, messageId, recipient, subject, text, html, purpose, dealId: deal ?? null };
  const prepared = await prepareMail(workspace, mail, tracking);
  if (prepared === null) {
    return { kind: "refused", detail: `The recipient wants no mail of this purpose (${purpose})` };
  }
  const { content, headers } = prepared;
  const sent = await sendMail(
    settings,
    { to: recipient, subject, ...content, headers, messageId },
    signal,
  );
  // It has left, whatever happens to the note of it.
  if (sent.kind === "sent") {
    await reportSent(workspace, prepared.mail, tracking).catch(() => undefined);
  }
  return sent;
}

/** A Message-ID (RFC 5322) that follows from the idempotency key. */
function messageIdOf({ workspace, message, settings }: Sending): string {
  const key = `${workspace.id} ${message.idempotencyKey}`;
  const left = createHash("sha256").update(key).digest("hex").slice(0, 40);
  return `${left}@${settings.from.split("@").at(-1) ?? "localhost"}`;
}
