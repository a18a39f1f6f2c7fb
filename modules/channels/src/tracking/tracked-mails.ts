import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { JobsTables } from "@causeway/platform-jobs";
import { sql } from "kysely";
import type { ChannelTables } from "../tables.ts";

/** A mail to a customer, as its later touchpoints need it. */
export interface TrackedMail {
  readonly id: string;
  /** With angle brackets (RFC 5322). */
  readonly messageId: string;
  readonly recipient: string;
  readonly subject: string;
  readonly purpose: string;
  readonly dealId: string | null;
  readonly runId: string | null;
  readonly sentAt: Date;
}

type NewMail = Omit<TrackedMail, "runId">;

/** Writes a mail down before it leaves, with where its links lead; the same id again changes nothing but the time. */
export async function writeTrackedMail(
  trx: WorkspaceTransaction,
  mail: NewMail,
  links: readonly string[],
): Promise<TrackedMail> {
  const tables = trx.$extendTables<ChannelTables & JobsTables>();
  const run = await tables
    .selectFrom("outbox")
    .select("run_id")
    .where("id", "=", mail.id)
    .executeTakeFirst();
  const runId = run?.run_id ?? null;
  await tables
    .insertInto("tracked_mails")
    .values({
      id: mail.id,
      message_id: mail.messageId,
      recipient: mail.recipient,
      subject: mail.subject,
      purpose: mail.purpose,
      deal_id: mail.dealId,
      run_id: runId,
      sent_at: mail.sentAt,
    })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ sent_at: mail.sentAt }))
    .execute();
  if (links.length > 0) {
    await sql`insert into tracked_links (mail_id, number, url)
      select ${mail.id}::uuid, place - 1, url from unnest(${links}::text[]) with ordinality as l (url, place)
      on conflict do nothing`.execute(trx);
  }
  return { ...mail, runId };
}

/** Null for a mail that is not there (any more). */
export async function readTrackedMail(
  trx: WorkspaceTransaction,
  id: string,
): Promise<
  (TrackedMail & { readonly last: { readonly link: number; readonly at: Date } | null }) | null
> {
  const row = await trx
    .$extendTables<ChannelTables>()
    .selectFrom("tracked_mails")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return null;
  const { last_link: link, last_link_at: at } = row;
  return {
    ...{ id, messageId: row.message_id, recipient: row.recipient, subject: row.subject },
    ...{ purpose: row.purpose, dealId: row.deal_id, runId: row.run_id, sentAt: row.sent_at },
    last: link === null || at === null ? null : { link, at },
  };
}

/** Where a link of a mail leads; null for one that it does not have. Notes that it was asked for. */
export async function followLink(
  trx: WorkspaceTransaction,
  mail: string,
  number: number,
  now: Date,
): Promise<string | null> {
  const tables = trx.$extendTables<ChannelTables>();
  const row = await tables
    .selectFrom("tracked_links")
    .select("url")
    .where("mail_id", "=", mail)
    .where("number", "=", number)
    .executeTakeFirst();
  if (!row) return null;
  await tables
    .updateTable("tracked_mails")
    .set({ last_link: number, last_link_at: now })
    .where("id", "=", mail)
    .execute();
  return row.url;
}
