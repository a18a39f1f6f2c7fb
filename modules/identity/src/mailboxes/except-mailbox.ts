import { newId } from "@causeway/kernel";
import { holdProjection } from "@causeway/module-touchpoints";
import { type AuditActor, recordAudit } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { DecisionTaken } from "../decisions/decide.ts";
import { recomputeHolders } from "../decisions/recompute-holders.ts";
import { sharedFounder } from "../graph/resolve-event.ts";
import { type Identifier, mailboxKind } from "../identifiers/identifier.ts";
import { settleLinesOf } from "../records/record-lines.ts";

/** That an address is a person's, although the list takes it for a mailbox of a role. */
export interface NewMailboxException {
  /** As `normalizeEmail` writes it. */
  readonly address: string;
  readonly note?: string;
}

/**
 * Makes an address an ordinary one again, from the start of the log: whoever ever gave it is computed again, and what comes
 * out is what a replay gives. One that is excepted already stays so, by whoever said it first.
 */
export async function exceptMailbox(
  trx: WorkspaceTransaction,
  { address, note = "" }: NewMailboxException,
  actor: AuditActor,
  now: Date,
): Promise<DecisionTaken> {
  await holdProjection(trx, "identity");
  const { rows } = await sql<{ id: string }>`select id from mailbox_exceptions
    where address = ${address} and withdrawn_at is null`.execute(trx);
  const [known] = rows;
  if (known !== undefined) return { ids: [known.id], isRebuilding: false };
  const id = newId(now.getTime());
  await sql`insert into mailbox_exceptions (id, address, note, actor_kind, actor_id, decided_at)
    values (${id}, ${address}, ${note}, ${actor.kind}, ${actor.id}, ${now}::timestamptz)`.execute(
    trx,
  );
  // The reason is free text about somebody: it stands on the exception alone, which is erased with them.
  const details = { address };
  await recordAudit(trx, { actor, action: "identity.mailbox-excepted", subject: id, details });
  return { ids: [id], isRebuilding: await follow(trx, address) };
}

/** Takes an exception back: the list decides again. False when it was not in force. */
export async function withdrawException(
  trx: WorkspaceTransaction,
  id: string,
  actor: AuditActor,
  now: Date,
): Promise<boolean> {
  await holdProjection(trx, "identity");
  const { rows } = await sql<{ address: string }>`
    update mailbox_exceptions set withdrawn_at = ${now}, withdrawn_by = ${actor.id}
    where id = ${id}::uuid and withdrawn_at is null returning address`.execute(trx);
  const [ended] = rows;
  if (ended === undefined) return false;
  const action = "identity.mailbox-exception-withdrawn";
  await recordAudit(trx, { actor, action, subject: id });
  await follow(trx, ended.address);
  return true;
}

/** Brings in line what depends on whose an address is: people of events, and lines that only one person among the records has. */
async function follow(trx: WorkspaceTransaction, address: string): Promise<boolean> {
  await settleLinesOf(trx, address);
  return recomputeHolders(trx, await spellings(trx, address));
}

/** An address as events that gave it were read, with and without the exception; an id of a user keeps its case. */
async function spellings(
  trx: WorkspaceTransaction,
  address: string,
): Promise<readonly Identifier[]> {
  const { rows } = await sql<{ value: string }>`
    select value from identifiers where kind = 'user_id' and lower(value) = ${address}
    union select value from identity_notes where kind = 'user_id' and lower(value) = ${address}`.execute(
    trx,
  );
  const mailbox = { kind: mailboxKind, value: address };
  return [
    { kind: "email", value: address },
    mailbox,
    ...sharedFounder(mailbox),
    ...rows.map(({ value }) => ({ kind: "user_id", value })),
  ];
}
