import { createHash } from "node:crypto";
import type { SettingValues } from "@causeway/platform-contract";
import PostalMime, { type Email } from "postal-mime";
import type { JsonObject } from "../../wire/json-object.ts";
import type { RawDelivery, Reading } from "../connector.ts";
import { isOurs, ourDomains, type Party, partiesOf } from "./parties.ts";
import { readBounce } from "./read-bounce.ts";

const nothing: Reading = { events: [], failures: [] };
const mostRecipients = 20;
const longestExcerpt = 500;

/**
 * The touchpoints of one message (RFC 5322): a customer wrote or answered, we wrote, or a mail of ours came back. Mail
 * among ourselves, newsletters and automatic answers are none.
 */
export async function readMail(delivery: RawDelivery, settings: SettingValues): Promise<Reading> {
  const mail = await PostalMime.parse(delivery.body, { attachmentEncoding: "utf8" });
  const bounce = readBounce(mail);
  if (bounce !== null) return { events: [bounce], failures: [] };
  if (isAutomatic(mail)) return nothing;
  const [from] = partiesOf(mail.from ? [mail.from] : []);
  if (!from) {
    return {
      events: [],
      failures: [{ reason: { zh: "邮件没有发件人", en: "The message has no sender" }, item: null }],
    };
  }
  const ours = ourDomains(settings);
  const facts = factsOf(mail, settings);
  const id = idOf(mail, delivery);
  if (!isOurs(from, ours)) {
    const answers = mail.inReplyTo !== undefined || mail.references !== undefined;
    const event = answers ? "Email Replied" : "Email Received";
    return { events: [eventOf(event, `mail-${id}`, from, facts, mail)], failures: [] };
  }
  const recipients = partiesOf([...(mail.to ?? []), ...(mail.cc ?? [])]);
  const customers = recipients.filter((party) => !isOurs(party, ours)).slice(0, mostRecipients);
  const events = customers.map((party, index) =>
    eventOf("Email Sent", `mail-${id}-${index}`, party, facts, null),
  );
  return { events, failures: [] };
}

function eventOf(
  event: string,
  messageId: string,
  customer: Party,
  facts: JsonObject,
  /** The customer's own message: its sender may be forged. */
  written: Email | null,
): JsonObject {
  const isForged = written !== null && dmarcOf(written) === "fail";
  return {
    ...{ type: "track", messageId, event, timestamp: facts["sentAt"] },
    anonymousId: isForged ? messageId : `mail-${digest(customer.address).slice(0, 16)}`,
    properties: { ...facts, email: customer.address, ...(isForged && { senderForged: true }) },
    context: isForged
      ? {}
      : {
          traits: { email: customer.address, ...(customer.name !== "" && { name: customer.name }) },
        },
  };
}

function factsOf(mail: Email, settings: SettingValues): JsonObject {
  const sentAt = mail.date === undefined ? null : new Date(mail.date);
  const excerpt = settings["keepText"] === "yes" ? excerptOf(mail.text ?? "") : "";
  return {
    subject: plainSubject(mail.subject ?? ""),
    threadId: threadOf(mail),
    ...(mail.inReplyTo !== undefined && { inReplyTo: mail.inReplyTo.slice(0, 300) }),
    ...(sentAt && !Number.isNaN(sentAt.getTime()) && { sentAt: sentAt.toISOString() }),
    ...(excerpt !== "" && { excerpt }),
    ...(mail.attachments.length > 0 && { attachments: mail.attachments.length }),
  };
}

/** The first message of a conversation names it: of `References`, else `In-Reply-To`, else its own id. */
function threadOf(mail: Email): string {
  const [first] = (mail.references ?? "").match(/<[^<>\s]+>/g) ?? [];
  return (first ?? mail.inReplyTo ?? mail.messageId ?? "").slice(0, 300);
}

const replyMark = /^\s*((re|fw|fwd|aw|回复|答复|转发)\s*(\[\d+\])?\s*[:：]\s*)+/i;

function plainSubject(subject: string): string {
  return subject.replace(replyMark, "").trim().slice(0, 200);
}

/** The beginning of what was written, without what it answers. */
function excerptOf(text: string): string {
  const lines: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (
      /^\s*(>|-{2,}\s*(original|原始邮件)|(发件人|from)[:：]|(on|在).{5,80}(wrote|写道)[:：])/i.test(
        line,
      )
    )
      break;
    lines.push(line);
  }
  return lines.join("\n").trim().slice(0, longestExcerpt);
}

function headerOf(mail: Email, key: string): string {
  return mail.headers.find((header) => header.key === key)?.value ?? "";
}

/** Sent by a program: RFC 3834, and what lists and newsletters carry. */
function isAutomatic(mail: Email): boolean {
  const submitted = headerOf(mail, "auto-submitted").toLowerCase();
  return (
    (submitted !== "" && submitted !== "no") ||
    /^(bulk|list|junk)$/i.test(headerOf(mail, "precedence").trim()) ||
    headerOf(mail, "list-id") !== "" ||
    headerOf(mail, "list-unsubscribe") !== ""
  );
}

/** What our own server found about the sender's domain (RFC 8601): its header is the first. */
function dmarcOf(mail: Email): string | null {
  const result = headerOf(mail, "authentication-results");
  return /\bdmarc=(\w+)/i.exec(result)?.[1]?.toLowerCase() ?? null;
}

function idOf(mail: Email, delivery: RawDelivery): string {
  return digest(mail.messageId ?? delivery.body).slice(0, 40);
}

function digest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
