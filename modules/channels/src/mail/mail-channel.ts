import { createHash } from "node:crypto";
import type { SecretBox } from "@causeway/platform-database";
import type { Channel } from "@causeway/platform-jobs";
import { z } from "zod";
import { openMailSettings } from "./mail-settings.ts";
import { sendMail } from "./send-mail.ts";

/** What the outbox holds of a mail; the recipient is the message's own. */
const mailPayload = z.object({
  subject: z.string().min(1).max(500),
  text: z.string().max(100_000),
});

/** Mail through the SMTP server of the workspace. */
export function mailChannel(secrets: SecretBox): Channel {
  return {
    name: "mail",
    async send(message, { workspace, signal }) {
      const settings = await workspace.transaction((trx) => openMailSettings(trx, secrets), {
        readOnly: true,
      });
      if (settings === null) return { kind: "refused", detail: "Mail is not set up" };
      const to = z.email().safeParse(message.recipient);
      const payload = mailPayload.safeParse(message.payload);
      if (!to.success || !payload.success) {
        return { kind: "refused", detail: "The message is not a mail" };
      }
      const { subject, text } = payload.data;
      const messageId = messageIdOf(`${workspace.id} ${message.idempotencyKey}`, settings.from);
      return sendMail(settings, { to: to.data, subject, text, messageId }, signal);
    },
  };
}

/** A Message-ID (RFC 5322) that follows from the idempotency key. */
function messageIdOf(key: string, from: string): string {
  const left = createHash("sha256").update(key).digest("hex").slice(0, 40);
  return `${left}@${from.split("@").at(-1) ?? "localhost"}`;
}
