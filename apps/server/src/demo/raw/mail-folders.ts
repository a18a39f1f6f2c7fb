import { randomBytes } from "node:crypto";
import type { EventItem } from "@causeway/engine-simulation";
import { mailDelivery, type RawDelivery } from "@causeway/module-touchpoints";
import { propertyOf, type RawFormat } from "./raw-format.ts";

const domain = "qiheng-laser.example";
const sales = `sales@${domain}`;

/** The mailbox of sales: messages (RFC 5322) as they lie in its folders, one a message. */
export const mailFolders = {
  connector: "mailbox",
  settings: () => ({
    ...{ host: `imap.${domain}`, security: "tls", user: sales },
    ...{ password: randomBytes(12).toString("hex"), folders: "INBOX\nSent", ourDomains: domain },
  }),
  reports: () => true,
  write: (items) => items.flatMap(mailOf),
  broken: () => [],
} satisfies RawFormat;

function mailOf(item: EventItem): readonly RawDelivery[] {
  const customer = propertyOf(item, "email");
  switch (item.event.event) {
    case "Email Sent":
      return [message(item, "Sent", [`From: ${sales}`, `To: ${customer}`, ...textOf(item)])];
    case "Email Replied":
      return [message(item, "INBOX", [`From: ${customer}`, `To: ${sales}`, ...answerOf(item)])];
    case "Email Bounced":
      return [message(item, "INBOX", reportOf(item, customer))];
    default:
      return [];
  }
}

/** RFC 2047: what is not ASCII in a header. */
const encoded = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;

function message(item: EventItem, folder: string, lines: readonly string[]): RawDelivery {
  const at = new Date(item.atMs);
  const head = [
    `Message-ID: <${item.event.messageId}@mail.example>`,
    `Date: ${at.toUTCString().replace("GMT", "+0000")}`,
    "MIME-Version: 1.0",
  ];
  return mailDelivery(Buffer.from([...head, ...lines, ""].join("\r\n")), folder, at);
}

function textOf(item: EventItem, mark = ""): readonly string[] {
  const subject = propertyOf(item, "subject");
  return [
    `Subject: ${encoded(mark + subject)}`,
    ...["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", ""],
    Buffer.from(`${subject}\n\n-- \n`).toString("base64"),
  ];
}

/** A conversation is named by the mail it answers. */
function answerOf(item: EventItem): readonly string[] {
  const offer = `<offer-${(item.event.anonymousId ?? "").replace(/^mail-/, "")}@${domain}>`;
  return [`In-Reply-To: ${offer}`, `References: ${offer}`, ...textOf(item, "Re: ")];
}

/** What the customer's server says of a mail that it did not take (RFC 3464). */
function reportOf(item: EventItem, customer: string): readonly string[] {
  const server = `mx.${customer.slice(customer.lastIndexOf("@") + 1)}`;
  const part = (type: string, ...lines: readonly string[]) => [
    "--report",
    `Content-Type: ${type}`,
    "",
    ...lines,
    "",
  ];
  return [
    ...[`From: postmaster@${server.slice(3)}`, `To: ${sales}`, "Auto-Submitted: auto-replied"],
    "Subject: Undelivered Mail Returned to Sender",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
    "",
    ...part("text/plain", "The mail could not be delivered."),
    ...part(
      "message/delivery-status",
      ...[`Reporting-MTA: dns; ${server}`, "", `Final-Recipient: rfc822; ${customer}`],
      ...["Action: failed", "Status: 5.1.1", "Diagnostic-Code: smtp; 550 5.1.1 no such user"],
    ),
    ...part(
      "text/rfc822-headers",
      `Message-ID: <news-${item.event.messageId}@${domain}>`,
      `Subject: ${encoded(propertyOf(item, "subject"))}`,
    ),
    "--report--",
  ];
}
