import { objectAt, type Projection, type StoredEvent, textAt } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";

interface Change {
  /** The connector that may say so. */
  readonly from: string;
  readonly apply: (trx: WorkspaceTransaction, event: StoredEvent) => Promise<unknown>;
}

const propertyOf = (event: StoredEvent, name: string): string =>
  textAt(objectAt(event.payload, "properties"), name) ?? "";

const changes: Readonly<Record<string, Change>> = {
  "Email Opened": {
    from: "sent-mail",
    apply: (trx, event) =>
      sql`update tracked_mails set opens = opens + 1
        where message_id = ${propertyOf(event, "originalMessageId")}`.execute(trx),
  },
  "Email Link Clicked": {
    from: "sent-mail",
    apply: (trx, event) =>
      sql`update tracked_mails set clicks = clicks + 1
        where message_id = ${propertyOf(event, "originalMessageId")}`.execute(trx),
  },
  "Email Replied": {
    from: "mailbox",
    apply: (trx, event) =>
      sql`update tracked_mails set replied_at = coalesce(replied_at, ${event.occurredAt})
        where message_id = ${propertyOf(event, "inReplyTo")}`.execute(trx),
  },
  "Email Bounced": { from: "mailbox", apply: markBounce },
};

/**
 * What became of each mail: opened, clicked, answered, bounced. A bounce for good also marks the message in the outbox.
 * Only what our own mail source and a mailbox report counts; keys of other sources are known to strangers.
 */
export const sentMailProjection: Projection = {
  name: "sent-mail",
  only: { names: Object.keys(changes) },
  async apply(trx, events) {
    const believed = await believedSources(trx);
    for (const event of events) {
      const change = changes[event.name ?? ""];
      if (change && believed.get(event.sourceId) === change.from) await change.apply(trx, event);
    }
  },
  async reset(trx) {
    await sql`update tracked_mails set opens = 0, clicks = 0, replied_at = null, bounced_at = null,
      bounce = null`.execute(trx);
  },
};

async function markBounce(trx: WorkspaceTransaction, event: StoredEvent): Promise<void> {
  const isPermanent = objectAt(event.payload, "properties")["permanent"] === true;
  const bounce = `${propertyOf(event, "status")} ${propertyOf(event, "reason")}`.trim();
  const marked = await sql<{ id: string }>`
    update tracked_mails set bounced_at = coalesce(bounced_at, ${event.occurredAt}), bounce = ${bounce}
    where message_id = ${propertyOf(event, "originalMessageId")} returning id`.execute(trx);
  if (!isPermanent) return;
  for (const { id } of marked.rows) {
    await sql`update outbox set state = 'failed', detail = ${`It came back: ${bounce}`}
      where id = ${id}::uuid and state = 'sent'`.execute(trx);
  }
}

async function believedSources(trx: WorkspaceTransaction): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; connector: string }>`
    select id, connector from sources where connector in ('sent-mail', 'mailbox')`.execute(trx);
  return new Map(rows.map(({ id, connector }) => [id, connector]));
}
