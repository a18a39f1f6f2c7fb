import type { Clock } from "@causeway/kernel";
import {
  reportFromInside,
  sourceOfConnector,
  type WakeReading,
} from "@causeway/module-touchpoints";
import type { SecretBox, WorkspaceDatabase } from "@causeway/platform-database";
import { mailEvent } from "./mail-event.ts";
import { type MailToken, writeMailToken } from "./mail-token.ts";
import { mayWriteTo } from "./may-write-to.ts";
import { type MailContent, trackContent } from "./track-content.ts";
import { type TrackedMail, writeTrackedMail } from "./tracked-mails.ts";

/** The connector whose source says what is counted. */
export const sentMailConnector = "sent-mail";

export interface Tracking {
  readonly secrets: SecretBox;
  readonly publicUrl: string;
  readonly wake: WakeReading;
  readonly clock: Clock;
}

export interface CustomerMail extends MailContent {
  readonly id: string;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly recipient: string;
  readonly subject: string;
  readonly purpose: string;
  readonly dealId: string | null;
}

export interface PreparedMail {
  readonly mail: TrackedMail;
  readonly content: MailContent;
  readonly headers: Readonly<Record<string, string>>;
}

/** The key that tokens in mail are signed with. */
export function mailTokenKey(secrets: SecretBox): string {
  return secrets.derive("mail-tokens");
}

/**
 * Makes a mail to a customer ready to leave: a way out in its head (RFC 2369, one click by RFC 8058), and, where the
 * workspace counts them, links and a picture that lead through us. Null when the recipient wants no mail of this purpose.
 */
export function prepareMail(
  workspace: WorkspaceDatabase,
  mail: CustomerMail,
  { secrets, publicUrl, clock }: Tracking,
): Promise<PreparedMail | null> {
  const key = mailTokenKey(secrets);
  const address = (part: MailToken["part"]): string =>
    `${publicUrl.replace(/\/$/, "")}/m/${writeMailToken({ workspace: workspace.id, mail: mail.id, part }, key)}`;
  const recipient = mail.recipient.toLowerCase();
  return workspace.transaction(async (trx) => {
    if (!(await mayWriteTo(trx, recipient, mail.purpose, secrets))) return null;
    const source = await sourceOfConnector(trx, sentMailConnector);
    const counts = (what: string) => source?.enabled === true && source.settings[what] === "yes";
    const { links, ...content } = trackContent(mail, {
      link: counts("clicks") ? (number) => address({ kind: "link", number }) : null,
      pixel: counts("opens") ? address({ kind: "open" }) : null,
    });
    const written = await writeTrackedMail(
      trx,
      {
        ...{ id: mail.id, messageId: `<${mail.messageId}>`, recipient, sentAt: clock() },
        ...{ subject: mail.subject.slice(0, 200), purpose: mail.purpose, dealId: mail.dealId },
      },
      links,
    );
    return {
      mail: written,
      content,
      headers: {
        "List-Unsubscribe": `<${address({ kind: "unsubscribe" })}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
    };
  });
}

/** Writes down that a mail has left. */
export async function reportSent(
  workspace: WorkspaceDatabase,
  mail: TrackedMail,
  { wake, clock }: Pick<Tracking, "wake" | "clock">,
): Promise<void> {
  const now = clock();
  await workspace.transaction((trx) =>
    reportFromInside(trx, sentMailConnector, [mailEvent("Email Sent", mail, mail.sentAt)], {
      ...{ workspace: workspace.id, wake, now },
    }),
  );
}
